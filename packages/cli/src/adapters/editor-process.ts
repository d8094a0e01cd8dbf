import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { CommandLine } from '@wicketgate/core/files';
import type { CliIo } from '../words/io.ts';

/** A line that never ends is cut here. */
const LONGEST_LINE = 4_096;

/** What is asked to end and has not by then is made to. */
const PATIENCE_MS = 2_000;

export interface ProcessOptions extends Pick<CliIo, 'env' | 'platform' | 'clock'> {
  /** Ends the program and, but on Windows, all that it has started. */
  readonly signal: AbortSignal;
  /** Told of each line of either stream, without its end. */
  readonly onLine: (line: string) => void;
}

/**
 * Runs a program to its end and answers its exit code; null when a signal ended it. Rejects with the reason of an
 * aborted `signal` once the program is gone, and with the system's error when it cannot be started.
 */
export async function runProgram(line: CommandLine, options: ProcessOptions): Promise<number | null> {
  const { env, platform, signal, onLine } = options;
  signal.throwIfAborted();
  const child = spawn(line.program, line.args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsVerbatimArguments: line.verbatim,
    windowsHide: true,
    // A group of its own: an editor's command is a script, whose end would not be the end of what it has started.
    detached: platform !== 'win32',
  });
  for (const stream of [child.stdout, child.stderr]) eachLine(stream, onLine);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const stop = () => void endGroup(child, ended, options);
  signal.addEventListener('abort', stop, { once: true });
  const code = await ended.finally(() => {
    signal.removeEventListener('abort', stop);
  });
  signal.throwIfAborted();
  return code;
}

/** Asks, waits a little, and then does not ask. */
async function endGroup(child: ChildProcess, ended: Promise<unknown>, options: ProcessOptions): Promise<void> {
  const gone = new AbortController();
  const forget = () => {
    gone.abort();
  };
  ended.then(forget, forget);
  kill(child, 'SIGTERM', options);
  try {
    await options.clock.sleep(PATIENCE_MS, gone.signal);
  } catch {
    return;
  }
  kill(child, 'SIGKILL', options);
  // Whoever else holds the other ends: nobody waits for them.
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function kill(child: ChildProcess, signal: NodeJS.Signals, { platform }: ProcessOptions): void {
  if (platform === 'win32' || child.pid === undefined) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

function eachLine(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const line of lines) onLine(line.slice(0, LONGEST_LINE));
  });
  stream.once('end', () => {
    if (rest !== '') onLine(rest);
  });
}
