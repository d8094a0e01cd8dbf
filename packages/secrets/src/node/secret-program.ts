import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Clock } from '@wicketgate/core';
import { commandLine, findProgram } from '@wicketgate/core/files';

export interface SecretProgramOptions {
  /** The environment of the program, whole. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  /** Ends the program; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How a program ended, with what it printed. `cause` is the system's error. */
export type ProgramEnd =
  | { readonly kind: 'exited'; readonly code: number; readonly stdout: Buffer; readonly stderr: string }
  | { readonly kind: 'killed' | 'timeout' | 'too-long' }
  | { readonly kind: 'not-started'; readonly cause: unknown };

const DEADLINE_MS = 30_000;
/** What is asked to end and has not by then is made to. */
const PATIENCE_MS = 2_000;
/** A value has at most 65,536 bytes; a line end comes after it. */
const MOST_STDOUT_BYTES = 65_538;
const MOST_STDERR_CHARACTERS = 4_096;

type Child = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Runs a program that prints a secret, to its end or for 30 s. It shares the terminal, where it may ask for a passphrase,
 * and gets no input. Rejects with nothing but the reason of an aborted signal.
 */
export async function runSecretProgram(
  command: readonly [program: string, ...args: string[]],
  options: SecretProgramOptions,
): Promise<ProgramEnd> {
  const { env, platform, signal } = options;
  signal?.throwIfAborted();
  const [name, ...args] = command;
  // Not by the system's own search: that of Windows begins in the current folder, which may be a stranger's checkout.
  const program = /[/\\]/.test(name) ? name : await findProgram(name, { env, platform });
  if (program === undefined) return { kind: 'not-started', cause: new Error('It is not on the search path.') };
  signal?.throwIfAborted();
  const line = commandLine([program, ...args], { env, platform });
  if (line === undefined) return { kind: 'not-started', cause: new Error('cmd.exe cannot take these arguments.') };
  try {
    const child: Child = spawn(line.program, line.args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsVerbatimArguments: line.verbatim,
      windowsHide: true,
    });
    return await watch(child, options);
  } catch (cause) {
    signal?.throwIfAborted();
    return { kind: 'not-started', cause };
  }
}

async function watch(child: Child, { clock, signal }: SecretProgramOptions): Promise<ProgramEnd> {
  const over = new AbortController();
  const later = (ms: number, act: () => void) => void clock.sleep(ms, over.signal).then(act, () => undefined);
  let forced: 'timeout' | 'too-long' | 'killed' | undefined;
  const stop = (kind: typeof forced) => {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    // What has ended in time is not late, but what it printed may still be too much.
    if (forced !== undefined || (hasEnded && kind === 'timeout')) return;
    forced = kind;
    child.kill('SIGTERM');
    later(PATIENCE_MS, () => {
      child.kill('SIGKILL');
      release(child);
    });
  };
  const onAbort = () => stop('killed');
  signal?.addEventListener('abort', onAbort, { once: true });
  later(DEADLINE_MS, () => stop('timeout'));
  // Something that it has started may hold the other ends: nobody waits for that.
  child.once('exit', () => later(PATIENCE_MS, () => release(child)));
  const printed = collect(child, () => stop('too-long'));
  try {
    const code = await ended(child);
    signal?.throwIfAborted();
    if (forced !== undefined || code === null) return { kind: forced ?? 'killed' };
    return { kind: 'exited', code, ...printed() };
  } finally {
    over.abort();
    signal?.removeEventListener('abort', onAbort);
  }
}

function ended(child: Child): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

function collect(child: Child, onTooLong: () => void): () => { readonly stdout: Buffer; readonly stderr: string } {
  const chunks: Buffer[] = [];
  let bytes = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MOST_STDOUT_BYTES) chunks.push(chunk);
    else onTooLong();
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-MOST_STDERR_CHARACTERS);
  });
  return () => {
    const stdout = Buffer.concat(chunks);
    for (const chunk of chunks) chunk.fill(0);
    return { stdout, stderr };
  };
}

function release(child: Child): void {
  child.stdout.destroy();
  child.stderr.destroy();
}
