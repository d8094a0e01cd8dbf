import { Secret } from '@wicketgate/core';
import { checkSecretName, checkVariableName, SecretsError } from '@wicketgate/secrets';
import { importFernet } from '@wicketgate/secrets/node';
import { askSecret, canAsk } from '../adapters/prompts.ts';
import { readOwnText, readSecretFile } from '../adapters/secret-input.ts';
import { importDoubts, type ImportFormat, importFormat, readPlainImport } from '../rules/secret-import.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';
import { checkPair } from './secrets-storing.ts';

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
  /** What was not taken though it may be a secret, in sentences that hold no value. */
  readonly doubts: readonly string[];
}

/** All secrets of a file or pipe, or none: one that cannot be read ends the import. */
export async function readImport({ io }: Pick<Context, 'io'>, request: ImportRequest): Promise<ImportedText> {
  const { path, environment, fernetKeyFile } = request;
  const format = importFormat(path, request.format);
  if (format !== 'fernet' && fernetKeyFile !== undefined) {
    throw new CommandFailure('usage', '--fernet-key-file goes with --format fernet.');
  }
  const text = await readOwnText(path, io);
  if (format !== 'fernet') {
    const { entries, leftOut } = keepable(readPlainImport(text, format));
    return { entries, warnings: [], doubts: [...importDoubts(text, format), ...leftOut] };
  }
  return { ...importFernet({ text, masterKey: await fernetKey(io, fernetKeyFile), environment }), doubts: [] };
}

/**
 * A trial must find what the import would: names that no secret can have, and values that cannot be kept, end it. What no
 * program would be given stays where it is, with a sentence: `.env` files hold more than secrets.
 */
function keepable(given: ReadonlyMap<string, Secret>) {
  const leftOut: string[] = [];
  const entries = [...given].filter(([name, secret]) => {
    const refusal = refusalOf(name);
    if (refusal === undefined) checkPair(name, secret);
    else leftOut.push(`Left where it is: ${refusal}`);
    return refusal === undefined;
  });
  return { entries: new Map(entries), leftOut };
}

function refusalOf(name: string): string | undefined {
  try {
    checkVariableName(checkSecretName(name));
    return undefined;
  } catch (error) {
    // A name that is none may be a value in the wrong place: nothing of it is repeated.
    if (SecretsError.isInstance(error) && error.secretName === name) return error.message;
    throw error;
  }
}

async function fernetKey(io: Context['io'], file: string | undefined): Promise<Secret> {
  if (file !== undefined) return readSecretFile(file, io);
  if (canAsk(io)) return new Secret(await askSecret(io, 'Master key of the Fernet file'));
  const hint = 'Name a file that holds it: --fernet-key-file FILE.';
  throw new CommandFailure('usage', 'The master key of the Fernet file is missing.', { hint });
}
