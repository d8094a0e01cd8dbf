import { dirname } from 'node:path';
import { type Keyring, SecretsError } from '@wicketgate/secrets';
import type { NewWrap, SecretFile } from '@wicketgate/secrets/node';
import { makePrivateFolder } from '../adapters/config-folder.ts';
import { reasonOf } from '../adapters/input.ts';
import { cleanText } from '../rules/clean-text.ts';
import type { WrapChoice } from '../rules/wrap-choice.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';
import { firstWrap, type FilePurpose } from './first-wrap.ts';

/** What is to open an encrypted file that must be made first. */
export interface FileKeys {
  /** By default what `firstWrap` chooses. */
  readonly wrap?: WrapChoice | undefined;
  /** A file that holds its passphrase, instead of a question. */
  readonly newPassphraseFile?: string | undefined;
  /** Default `secrets`. */
  readonly purpose?: FilePurpose | undefined;
}

export interface FileParts {
  /** Path of the encrypted file. */
  readonly file: string;
  readonly keyring: Keyring;
  readonly vault: SecretFile;
}

/** Makes the encrypted file where something is to be put into it and there is none. */
export async function makeWhereMissing(
  context: Context,
  { vault, keyring, file }: FileParts,
  options: FileKeys = {},
): Promise<void> {
  const { terminal, io, config } = context;
  if (await vault.exists()) {
    refuseFurtherWrap(file, options);
    return;
  }
  const { purpose, newPassphraseFile: passphraseFile } = options;
  const wrap = await firstWrap(context, { keyring, wrap: options.wrap, passphraseFile, purpose });
  if (dirname(file) === config.secrets) await makeFolder(config.secrets);
  if (await hasMade(vault, wrap, io.signal)) {
    await terminal.note(`Made the encrypted file ${cleanText(file)}. ${keyAdvice(wrap)}`);
  } else refuseFurtherWrap(file, options);
}

/** Makes the file, or answers false when another run of this command has made it since we looked. */
async function hasMade(vault: SecretFile, wrap: NewWrap, signal: AbortSignal): Promise<boolean> {
  try {
    await vault.create([wrap], signal);
    return true;
  } catch (error) {
    // Of a file that is gone the backup is refused by the same code: nothing to go on with.
    const isThere = SecretsError.isInstance(error) && error.code === 'file_exists' && (await vault.exists());
    if (!isThere) throw error;
    return false;
  }
}

/** A file that is there has its keys, which a value is stored under; a key that was named would be passed over silently. */
function refuseFurtherWrap(file: string, { wrap }: FileKeys): void {
  if (wrap === undefined) return;
  const hint = 'Leave --wrap out, or add a key with: wicketgate secrets rotate --add-wrap';
  throw new CommandFailure('usage', `The encrypted file ${file} is there already and has its keys.`, { hint });
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await makePrivateFolder(folder);
  } catch (cause) {
    throw new CommandFailure('unwritable_file', `The folder ${folder} cannot be made (${reasonOf(cause)}).`, {
      cause,
      hint: 'Nothing was stored. Make room for it, or name another folder with WICKETGATE_CONFIG_DIR.',
    });
  }
}

function keyAdvice({ kind }: NewWrap): string {
  const second = 'Add a second key, so that the file outlives it: wicketgate secrets rotate --add-wrap passphrase';
  switch (kind) {
    case 'keyring':
      return `Its key is in the keyring of this machine. ${second}`;
    case 'master-key':
      return 'WICKETGATE_MASTER_KEY opens it; keep a copy of that where it cannot be lost.';
    case 'passphrase':
      return 'The passphrase opens it, and nobody can find it again when it is forgotten.';
    case 'age':
      return 'The identity of the recipient opens it: --age-identity FILE';
  }
}
