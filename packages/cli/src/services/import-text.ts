import { Secret } from '@wicketgate/core';
import { SecretsError } from '@wicketgate/secrets';
import { importFernet } from '@wicketgate/secrets/node';
import { readShort, readWholeFile } from '../adapters/input.ts';
import { askSecret, canAsk } from '../adapters/prompts.ts';
import { readSecretFile } from '../adapters/secret-input.ts';
import { type ImportFormat, importFormat, readPlainImport } from '../rules/secret-import.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';

export interface ImportRequest {
  /** A path, or `-` for standard input. */
  readonly path: string;
  readonly format: ImportFormat | undefined;
  /** With the format `fernet`: a file that holds the master key of the earlier file. */
  readonly fernetKeyFile: string | undefined;
  /** With the format `fernet`: the environment that the earlier file was made for; its salt holds it. */
  readonly environment: string;
}

export interface ImportedText {
  readonly entries: ReadonlyMap<string, Secret>;
  /** What to do about values that were not well kept before, in sentences. */
  readonly warnings: readonly string[];
}

/** Bytes of a file that is imported. */
const LIMIT = 8 * 1_024 * 1_024;

/** All secrets of a file or pipe, or none: one that cannot be read ends the import. */
export async function readImport({ io }: Pick<Context, 'io'>, request: ImportRequest): Promise<ImportedText> {
  const { path, environment, fernetKeyFile } = request;
  const format = importFormat(path, request.format);
  if (format !== 'fernet' && fernetKeyFile !== undefined) {
    throw new CommandFailure('usage', '--fernet-key-file goes with --format fernet.');
  }
  const text = await textOf(io, path);
  if (format !== 'fernet') return { entries: readPlainImport(text, format), warnings: [] };
  return importFernet({ text, masterKey: await fernetKey(io, fernetKeyFile), environment });
}

async function textOf(io: Context['io'], path: string): Promise<string> {
  const { signal } = io;
  if (path === '-') {
    if (io.stdin.isTTY) throw new CommandFailure('usage', 'Standard input is a terminal: pipe the secrets in.');
    return (await readShort(io.stdin, { limit: LIMIT, signal })) ?? tooLarge();
  }
  const bytes = (await readWholeFile(path, { limit: LIMIT, signal })) ?? tooLarge();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SecretsError('invalid_import', `The file ${path} is not UTF-8.`, { cause });
  }
}

function tooLarge(): never {
  throw new CommandFailure('bad_input', `An import has ${LIMIT} bytes at most.`);
}

async function fernetKey(io: Context['io'], file: string | undefined): Promise<Secret> {
  if (file !== undefined) return readSecretFile(file, io);
  if (canAsk(io)) return new Secret(await askSecret(io, 'Master key of the Fernet file'));
  const hint = 'Name a file that holds it: --fernet-key-file FILE.';
  throw new CommandFailure('usage', 'The master key of the Fernet file is missing.', { hint });
}
