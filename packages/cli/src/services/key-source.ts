import { Secret } from '@wicketgate/core';
import { readKeyFile, readKeyPipe } from '../adapters/input.ts';
import { askSecret, canAsk } from '../adapters/prompts.ts';
import { parseKeyText } from '../rules/key-text.ts';
import { CommandFailure } from '../words/failure.ts';
import type { CliIo } from '../words/io.ts';

export interface KeyFlags {
  readonly keyFile?: string | undefined;
  readonly keyStdin?: boolean | undefined;
}

const NO_KEY_HINT = 'Give one with --key-file FILE, --key-stdin or the variable WICKETGATE_API_KEY.';

/**
 * The caller's key from the first that has it: `--key-file`, `--key-stdin`, `WICKETGATE_API_KEY`, a hidden prompt where
 * a terminal listens. Never argv, which `ps` and the shell's history show.
 */
export async function findKey(io: CliIo, { keyFile, keyStdin }: KeyFlags): Promise<Secret> {
  if (keyFile !== undefined && keyStdin) {
    throw new CommandFailure('usage', 'Use --key-file or --key-stdin, not both.');
  }
  if (keyFile !== undefined) return keyIn(await readKeyFile(keyFile, io), `The key file ${keyFile}`);
  if (keyStdin) return keyOnStdin(io, 'API key');
  const fromEnvironment = io.env['WICKETGATE_API_KEY'];
  if (fromEnvironment) return keyIn(fromEnvironment, 'The variable WICKETGATE_API_KEY');
  if (canAsk(io)) return keyIn(await askSecret(io, 'API key'), 'What was typed');
  throw new CommandFailure('no_key', 'This needs an API key and there is none.', { hint: NO_KEY_HINT });
}

/** What is piped in. Where nothing is piped it is typed, and a terminal would show what is typed: hence the prompt. */
async function keyOnStdin(io: CliIo, name: string): Promise<Secret> {
  if (canAsk(io)) return keyIn(await askSecret(io, name), 'What was typed');
  if (io.stdin.isTTY) {
    throw new CommandFailure('no_key', 'Standard input is a terminal, which would show the key.', {
      hint: NO_KEY_HINT,
    });
  }
  return keyIn(await readKeyPipe(io.stdin, io.signal), 'Standard input');
}

/** A key that is read out of text, or a failure that names where it came from and never what it holds. */
function keyIn(text: string, place: string): Secret {
  const parsed = parseKeyText(text);
  if (!parsed.ok) throw new CommandFailure('no_key', `${place} ${parsed.problem}.`, { hint: NO_KEY_HINT });
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
