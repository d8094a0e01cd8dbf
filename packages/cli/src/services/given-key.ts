import { Secret } from '@wicketgate/core';
import { readKeyFile, readKeyPipe } from '../adapters/input.ts';
import { askSecret, canAsk } from '../adapters/prompts.ts';
import { parseKeyText } from '../rules/key-text.ts';
import { CommandFailure } from '../words/failure.ts';
import type { CliIo } from '../words/io.ts';
import { GIVE_KEY } from '../words/ways-in.ts';

export interface KeyFlags {
  readonly keyFile?: string | undefined;
  readonly keyStdin?: boolean | undefined;
}

/** Where a key that was named on the command line comes from, for people; undefined when none was. */
export function givenPlace({ keyFile, keyStdin }: KeyFlags): string | undefined {
  if (keyFile !== undefined && keyStdin) {
    throw new CommandFailure('usage', 'Use --key-file or --key-stdin, not both.');
  }
  if (keyFile !== undefined) return `file ${keyFile}`;
  return keyStdin ? 'standard input' : undefined;
}

/** The key of `--key-file` or `--key-stdin`; never one of argv, which `ps` and the shell's history show. */
export async function givenKey(io: CliIo, { keyFile }: KeyFlags): Promise<Secret> {
  if (keyFile !== undefined) return keyIn(await readKeyFile(keyFile, io), `The key file ${keyFile}`);
  return keyOnStdin(io, 'API key');
}

/** The key in the text of the variable WICKETGATE_API_KEY, or a failure that names the variable. */
export function keyOfEnvironment(text: string): Secret {
  return keyIn(text, 'The variable WICKETGATE_API_KEY');
}

/** Asks for a key without showing it. */
export async function askKey(io: CliIo): Promise<Secret> {
  return keyIn(await askSecret(io, 'API key'), 'What was typed');
}

/** What is piped in. Where nothing is piped it is typed, and a terminal would show what is typed: hence the prompt. */
async function keyOnStdin(io: CliIo, name: string): Promise<Secret> {
  if (canAsk(io)) return keyIn(await askSecret(io, name), 'What was typed');
  if (io.stdin.isTTY) {
    throw new CommandFailure('no_key', 'Standard input is a terminal, which would show the key.', {
      hint: GIVE_KEY,
    });
  }
  return keyIn(await readKeyPipe(io.stdin, io.signal), 'Standard input');
}

/** A key that is read out of text, or a failure that names where it came from and never what it holds. */
function keyIn(text: string, place: string): Secret {
  const parsed = parseKeyText(text);
  if (!parsed.ok) throw new CommandFailure('no_key', `${place} ${parsed.problem}.`, { hint: GIVE_KEY });
  return new Secret(parsed.key);
}

export interface ForeignKeyFlags {
  readonly foreignKeyFile?: string | undefined;
  readonly foreignKeyStdin?: boolean | undefined;
}

/** The clear text of a key that is to be imported: from a file, standard input or a hidden prompt. */
export async function findForeignKey(io: CliIo, { foreignKeyFile, foreignKeyStdin }: ForeignKeyFlags): Promise<Secret> {
  if (foreignKeyFile !== undefined) return keyIn(await readKeyFile(foreignKeyFile, io), `The file ${foreignKeyFile}`);
  if (foreignKeyStdin) return keyOnStdin(io, 'Key to import');
  if (canAsk(io)) return keyIn(await askSecret(io, 'Key to import'), 'What was typed');
  const hint =
    'Give it with --foreign-key-file FILE or --foreign-key-stdin, its hash with --sha256, or many with --bulk FILE.';
  throw new CommandFailure('usage', 'There is no key to import.', { hint });
}
