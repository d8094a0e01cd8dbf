import { Secret } from '@wicketgate/core';
import { CommandFailure } from '../words/failure.ts';
import type { CliIo } from '../words/io.ts';
import { readOwnFile, readShort, readText } from './input.ts';

/** The longest value that can be kept, and a line end. */
const LIMIT = 65_538;

/** Bytes of a text that holds many secrets. */
const TEXT_LIMIT = 8 * 1_024 * 1_024;

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

/** All of a file or named pipe, or of standard input for `-`, that holds secrets in whatever form: UTF-8, 8 MiB at most. */
export async function readOwnText(path: string, { stdin, signal }: Pick<CliIo, 'stdin' | 'signal'>): Promise<string> {
  const place = path === '-' ? 'Standard input' : `The file ${path}`;
  if (path === '-') {
    if (stdin.isTTY) throw new CommandFailure('usage', 'Standard input is a terminal: pipe the secrets in.');
    return (await readShort(stdin, { limit: TEXT_LIMIT, signal })) ?? tooLarge(place);
  }
  return (await readText(path, { limit: TEXT_LIMIT, signal })) ?? tooLarge(place);
}

function tooLarge(place: string): never {
  throw new CommandFailure('bad_input', `${place} holds more than ${TEXT_LIMIT} characters.`);
}

/** `echo` and editors end a line; U+FEFF is the byte order mark that Windows editors put in front. */
function secretIn(text: string): Secret {
  return new Secret(text.replace(/^\ufeff/, '').replace(/\r?\n$/, ''));
}
