import { dirname } from 'node:path';
import type { Secret, SecretStore } from '@wicketgate/core';
import {
  checkSecretName,
  checkSecretValue,
  checkVariableName,
  type Keyring,
  type Provenance,
  type SecretManager,
  SecretsError,
} from '@wicketgate/secrets';
import type { NewWrap, SecretFile } from '@wicketgate/secrets/node';
import { makePrivateFolder } from '../adapters/config-folder.ts';
import { reasonOf } from '../adapters/input.ts';
import { cleanText } from '../rules/clean-text.ts';
import type { WrapChoice } from '../rules/wrap-choice.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Store } from '../words/stores.ts';
import type { Context } from './context.ts';
import { firstWrap } from './first-wrap.ts';
import { placeInFile, putAsSeen, refuseUnseen, seeStore, type StoreSight } from './store-sight.ts';

export interface KeepOptions {
  /** Default `file`. */
  readonly to?: Store | undefined;
  /** What wraps the encrypted file when it must be made first; by default what `firstWrap` chooses. */
  readonly wrap?: WrapChoice | undefined;
  /** A file that holds the passphrase of a new encrypted file, instead of a question. */
  readonly newPassphraseFile?: string | undefined;
}

export interface Keeping extends KeepOptions {
  /** What was decided by. Where the store holds something else by now, `changed_meanwhile` is thrown instead. */
  readonly seen?: StoreSight | undefined;
}

/** How values get into the stores. */
export interface Storing {
  /** What a store holds under exactly these names. Of the file it needs no key. */
  see(names: Iterable<string>, store: Store): Promise<StoreSight>;
  /** Makes the encrypted file where values are to go into it and it is missing: before many of them are asked for. */
  prepare(options?: KeepOptions): Promise<void>;
  /** Stores a value over what was there. The encrypted file is made where it is missing. */
  keep(name: string, secret: Secret, options?: Keeping): Promise<Provenance>;
  /** The same for many. Into the file they go with one write: all or none. */
  keepAll(entries: ReadonlyMap<string, Secret>, options?: Keeping): Promise<void>;
}

export interface StoringParts {
  /** Path of the encrypted file. */
  readonly file: string;
  readonly keyring: Keyring;
  readonly manager: SecretManager;
  readonly vault: SecretFile;
  readonly stores: Readonly<Record<Store, SecretStore>>;
}

export function createStoring(context: Context, parts: StoringParts): Storing {
  const { signal } = context.io;
  const { manager } = parts;
  const sight = { ...parts, signal };
  const keepInKeyring = async (name: string, secret: Secret, seen: StoreSight | undefined) => {
    await refuseUnseen(name, seen, sight);
    return manager.set(name, secret, { to: 'keyring', signal });
  };
  return {
    see: (names, store) => seeStore(names, store, sight),
    prepare: (options = {}) => prepare(context, parts, options),
    keep: async (name, secret, options = {}) => {
      // Before a file is made for it, or anybody is asked for a passphrase.
      checkPair(name, secret);
      await prepare(context, parts, options);
      if (options.to === 'keyring') return keepInKeyring(name, secret, options.seen);
      await putAsSeen(new Map([[name, secret]]), options.seen, sight);
      return placeInFile(name, sight);
    },
    keepAll: async (entries, options = {}) => {
      for (const [name, secret] of entries) checkPair(name, secret);
      await prepare(context, parts, options);
      if (options.to !== 'keyring') return putAsSeen(entries, options.seen, sight);
      for (const [name, secret] of entries) await keepInKeyring(name, secret, options.seen);
    },
  };
}

/** What is kept here is kept to be given to programs: a name that `run` would refuse is refused while it can be changed. */
export function checkPair(name: string, secret: Secret): void {
  checkSecretValue(checkVariableName(checkSecretName(name)), secret);
}

/** Makes the encrypted file where something is to be put into it and there is none. */
async function prepare(context: Context, { vault, keyring, file }: StoringParts, options: KeepOptions): Promise<void> {
  if (options.to === 'keyring') return;
  const { terminal, io, config } = context;
  if (await vault.exists()) {
    refuseFurtherWrap(file, options);
    return;
  }
  const wrap = await firstWrap(context, { keyring, wrap: options.wrap, passphraseFile: options.newPassphraseFile });
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
function refuseFurtherWrap(file: string, { wrap }: KeepOptions): void {
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
