import { Secret } from '@wicketgate/core';
import { CommandFailure } from '../words/failure.ts';
import type { CliIo } from '../words/io.ts';
import { readOwnFile, readShort } from './input.ts';

/** The longest value that can be kept, and a line end. */
const LIMIT = 65_538;

/** What a file holds, without one line end at its end. A file that others can read is refused, as `readOwnFile` says. */
export async function readSecretFile(path: string, io: Pick<CliIo, 'platform' | 'signal'>): Promise<Secret> {
  const { platform, signal } = io;
  return secretIn(await readOwnFile(path, { platform, signal, holds: 'secret', limit: LIMIT }));
}

/** What is piped in, without one line end at its end. Waits for the pipe's end or the signal. */
export async function readSecretPipe({ stdin, signal }: Pick<CliIo, 'stdin' | 'signal'>): Promise<Secret> {
  const text = await readShort(stdin, { limit: LIMIT, signal });
  if (text !== undefined) return secretIn(text);
  throw new CommandFailure('bad_input', 'Standard input holds more than 65,536 characters, which no secret has.');
}

/** `echo` and editors end a line; U+FEFF is the byte order mark that Windows editors put in front. */
function secretIn(text: string): Secret {
  return new Secret(text.replace(/^\ufeff/, '').replace(/\r?\n$/, ''));
}
