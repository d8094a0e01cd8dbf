import { constants, createReadStream, fstatSync, open, type Stats } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { lostPathText } from '../rules/path-text.ts';
import { CommandFailure } from '../words/failure.ts';
import type { CliIo, TextSource } from '../words/io.ts';

/** Far more than any key: what is longer is the wrong file. */
const KEY_LIMIT = 4_096;

/** The gateway takes no larger body; what never ends is no list of lines. */
const LINE_LIMIT = 65_536;

/** All of a pipe as text, up to the size of a key file. Waits for the pipe's end or the signal. */
export async function readKeyPipe(source: TextSource, signal: AbortSignal): Promise<string> {
  const text = await readShort(source, { limit: KEY_LIMIT, signal });
  if (text !== undefined) return text;
  throw new CommandFailure('bad_input', `Standard input holds more than ${KEY_LIMIT} characters, which is no key.`);
}

/** The text of a file that holds a key, as `readOwnFile` reads it. */
export async function readKeyFile(path: string, io: Pick<CliIo, 'platform' | 'signal'>): Promise<string> {
  return readOwnFile(path, { ...io, holds: 'key', limit: KEY_LIMIT });
}

export interface OwnFileOptions extends Pick<CliIo, 'platform' | 'signal'> {
  /** What the file is for, in messages: `key`. */
  readonly holds: string;
  /** The most characters that are read. */
  readonly limit: number;
}

/**
 * The text of a file that holds a secret. A plain file that others can read is refused (POSIX alone: Windows has no such
 * bits); a pipe, as `--key-file <(pass show gateway)` gives, has no permissions to check.
 */
export async function readOwnFile(path: string, options: OwnFileOptions): Promise<string> {
  const { holds, signal } = options;
  const file = await openSource(path).catch((cause: unknown) => {
    const message = `The ${holds} file ${lostPathText(path)} cannot be read (${reasonOf(cause)}).`;
    throw new CommandFailure('unreadable_key_file', message, { hint: 'Check the path and its permissions.', cause });
  });
  try {
    refuseShared(path, file.stats, options);
    const text = await readShort(file.source, options);
    if (text !== undefined) return text;
    throw new CommandFailure('unreadable_key_file', `The file ${path} is too large to be a ${holds}.`);
  } catch (cause) {
    if (signal.aborted || cause instanceof CommandFailure) throw cause;
    throw new CommandFailure('unreadable_key_file', `${path} cannot be read (${reasonOf(cause)}).`, { cause });
  } finally {
    file.source.destroy();
  }
}

function refuseShared(path: string, stats: Stats, { holds, platform }: OwnFileOptions): void {
  if (!stats.isFile() || platform === 'win32' || (stats.mode & 0o077) === 0) return;
  const mode = (stats.mode & 0o777).toString(8).padStart(4, '0');
  const message = `The ${holds} file ${path} can be read by others (mode ${mode}).`;
  throw new CommandFailure('unsafe_key_file', message, { hint: `Run: chmod 600 ${path}` });
}

/** All that a source has, to its end, as UTF-8; undefined when it has more characters than the limit. */
export async function readShort(
  source: Readable,
  { limit, signal }: Pick<OwnFileOptions, 'limit' | 'signal'>,
): Promise<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  for await (const chunk of interruptible(source, signal)) {
    text += typeof chunk === 'string' ? chunk : decodedBy(decoder, chunk);
    if (text.length > limit) return undefined;
  }
  return text + decodedBy(decoder);
}

/** A secret whose bytes were replaced on the way would be kept, and would not work. */
function decodedBy(decoder: TextDecoder, chunk?: Buffer): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch (cause) {
    throw new CommandFailure('bad_input', 'What was given is not UTF-8 text.', { cause });
  }
}

/** The text of a file or a named pipe, as `<(sops -d app.env)` gives one; undefined when it is longer than the limit. */
export async function readText(
  path: string,
  options: Pick<OwnFileOptions, 'limit' | 'signal'>,
): Promise<string | undefined> {
  const { source } = await openSource(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  try {
    return await readShort(source, options);
  } catch (cause) {
    throw options.signal.aborted || cause instanceof CommandFailure ? cause : unreadable(path, cause);
  } finally {
    source.destroy();
  }
}

/** The lines of a file, or of standard input for `-`, one at a time however long the file is. */
export async function* readLines(
  path: string,
  { stdin, signal }: Pick<CliIo, 'stdin' | 'signal'>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    const source = path === '-' ? stdin : (await openSource(path)).source;
    for await (const chunk of interruptible(source, signal)) {
      const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
      if (rest.length > LINE_LIMIT) {
        throw new CommandFailure('bad_input', `${path} has a line of more than ${LINE_LIMIT} characters.`);
      }
    }
  } catch (cause) {
    throw signal.aborted || cause instanceof CommandFailure ? cause : unreadable(path, cause);
  }
  if (rest !== '') yield rest;
}

export interface WholeFileOptions {
  /** The most bytes that are read. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** The bytes of a plain file; undefined when it has more than the limit, which is noticed while it is read as well. */
export async function readWholeFile(
  path: string,
  { limit, signal }: WholeFileOptions,
): Promise<Uint8Array | undefined> {
  const file = await openSource(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  try {
    if (!file.stats.isFile()) throw new CommandFailure('unreadable_file', `${path} is not a plain file.`);
    if (file.stats.size > limit) return undefined;
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of interruptible(file.source, signal)) {
      length += chunk.length;
      if (length > limit) return undefined;
      chunks.push(Buffer.from(chunk));
    }
    return Buffer.concat(chunks, length);
  } catch (cause) {
    throw signal.aborted || cause instanceof CommandFailure ? cause : unreadable(path, cause);
  } finally {
    file.source.destroy();
  }
}

/** The system's short word for a failed file operation: `ENOENT`. */
export function reasonOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException | null)?.code ?? 'unknown reason';
}

function unreadable(path: string, cause: unknown): CommandFailure {
  const hint = 'Check the path and its permissions.';
  return new CommandFailure('unreadable_file', `The file ${lostPathText(path)} cannot be read (${reasonOf(cause)}).`, {
    hint,
    cause,
  });
}

/**
 * A file as a stream. A pipe is opened without waiting for its writer: node cannot even exit while one of its threads
 * waits in `open`, and Ctrl-C would do nothing.
 */
async function openSource(path: string): Promise<{ readonly source: Readable; readonly stats: Stats }> {
  // Windows has no such flag, and no such pipes.
  const withoutWaiting = (constants as Partial<typeof constants>).O_NONBLOCK ?? 0;
  const descriptor = await promisify(open)(path, constants.O_RDONLY | withoutWaiting);
  const stats = fstatSync(descriptor);
  const source = stats.isFIFO()
    ? new Socket({ fd: descriptor, readable: true, writable: false })
    : createReadStream(path, { fd: descriptor });
  return { source, stats };
}

async function* interruptible(source: Readable, signal: AbortSignal): AsyncGenerator<string | Buffer> {
  signal.throwIfAborted();
  const stop = () => {
    source.destroy(signal.reason as Error);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of source) yield chunk as string | Buffer;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
