import { Secret } from '@wicketgate/core';
import type { Keyring } from '@wicketgate/secrets';
import type { NewWrap, WrappingKeys } from '@wicketgate/secrets/node';
import { askSecret, canAsk } from '../adapters/prompts.ts';
import { readSecretFile } from '../adapters/secret-input.ts';
import { variableOf } from '../rules/variable.ts';
import type { WrapChoice } from '../rules/wrap-choice.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';

/** Where the keys that open an encrypted file come from. */
export interface KeyFiles {
  /** `--passphrase-file`: a file whose line is the passphrase. */
  readonly passphraseFile?: string;
  /** `--age-identity`: a file with a line that begins with `AGE-SECRET-KEY-1`. */
  readonly ageIdentity?: string;
}

/** How often a passphrase is asked for at a terminal before the command gives up. */
const MOST_QUESTIONS = 3;

/** A new passphrase of fewer characters is not taken: whoever has the file may try as many as they like. */
const SHORTEST_PASSPHRASE = 12;

/** Every key that may open the file, each looked up when the file asks for it. Nobody is asked unless nothing else opens it. */
export function wrappingKeys(context: Context, files: KeyFiles, keyring: Keyring): WrappingKeys {
  const { io } = context;
  const masterKey = variableOf(io.env, 'WICKETGATE_MASTER_KEY');
  const identityFile = files.ageIdentity ?? variableOf(io.env, 'WICKETGATE_AGE_IDENTITY_FILE');
  return {
    keyring,
    ...(masterKey !== undefined && { masterKey: new Secret(masterKey) }),
    ...(identityFile !== undefined && { ageIdentity: () => readSecretFile(identityFile, io) }),
    passphrase: (attempt) => knownPassphrase(context, files.passphraseFile, attempt),
    passphraseFrom: files.passphraseFile === undefined ? 'person' : 'file',
  };
}

/** What opens the file takes half a second, on purpose: whoever waits is told. */
async function knownPassphrase(
  { io, terminal }: Context,
  file: string | undefined,
  attempt: number,
): Promise<Secret | undefined> {
  await terminal.clearProgress();
  // The file holds the same however often it is read.
  if (attempt > (file === undefined ? MOST_QUESTIONS : 1)) return undefined;
  if (file === undefined && !canAsk(io)) return undefined;
  const again = attempt === 1 ? '' : 'That is not it. ';
  const passphrase =
    file === undefined
      ? new Secret(await askSecret(io, `${again}Passphrase of the encrypted file`))
      : await readSecretFile(file, io);
  await terminal.progress('Opening the encrypted file…');
  return passphrase;
}

/** A passphrase for a new wrap: out of a file, or typed twice. Whoever mistypes it is asked again. */
async function newPassphrase({ io, terminal }: Context, file: string | undefined): Promise<Secret> {
  if (file !== undefined) return longEnough(await readSecretFile(file, io));
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await typedTwice(io);
    } catch (thrown) {
      if (!(thrown instanceof CommandFailure) || thrown.code !== 'bad_input' || attempt === MOST_QUESTIONS)
        throw thrown;
      await terminal.warn(terminal.errorStyle.warn(thrown.message));
    }
  }
}

function longEnough(passphrase: Secret): Secret {
  if ([...passphrase.reveal()].length >= SHORTEST_PASSPHRASE) return passphrase;
  throw new CommandFailure('bad_input', `A passphrase needs ${SHORTEST_PASSPHRASE} characters at least.`, {
    hint: 'Six random words are easy to type and hard to guess.',
  });
}

async function typedTwice(io: Context['io']): Promise<Secret> {
  if (!canAsk(io)) {
    const hint = 'Name a file that holds it: --new-passphrase-file FILE.';
    throw new CommandFailure('usage', 'Nobody can be asked for a passphrase.', { hint });
  }
  const first = longEnough(
    new Secret(await askSecret(io, `New passphrase, ${SHORTEST_PASSPHRASE} characters at least`)),
  );
  if (first.reveal() === (await askSecret(io, 'The same again'))) return first;
  throw new CommandFailure('bad_input', 'The two passphrases differ.');
}

/** What was chosen, as the file takes it; a passphrase is asked for here. */
export async function newWrap(context: Context, choice: WrapChoice, passphraseFile?: string): Promise<NewWrap> {
  switch (choice) {
    case 'keyring':
    case 'master-key':
      return { kind: choice };
    case 'passphrase':
      return { kind: 'passphrase', passphrase: await newPassphrase(context, passphraseFile) };
    default:
      return { kind: 'age', recipient: choice.slice('age:'.length) };
  }
}
