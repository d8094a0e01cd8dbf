import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { supportedEnvironment, type Environment } from './environment.ts';

export interface ProgramOptions {
  readonly cwd?: string;
  /** The whole environment; default that of a terminal with a supported Node. */
  readonly env?: Environment;
  /** Written to standard input, which is then closed; default nothing. */
  readonly input?: string;
  /** Milliseconds after which it is killed; default two minutes. 0: never. */
  readonly timeoutMs?: number;
}

export interface Outcome {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly pid: number;
  /** What it has written so far. */
  readonly output: () => { readonly stdout: string; readonly stderr: string };
  /** Resolves with the match once its output has one; throws when it ends or takes longer than `timeoutMs` (a minute). */
  waitFor(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  readonly ended: Promise<Outcome>;
  /** Signals it and all that it started, SIGTERM by default, and waits for its end; SIGKILL after ten seconds. */
  stop(signal?: NodeJS.Signals): Promise<Outcome>;
}

const DEFAULT_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 10_000;
const running = new Set<number>();

// A run that is broken off must leave nobody behind.
process.once('exit', () => running.forEach((pid) => killGroup(pid, 'SIGKILL')));

/** Starts a program in a process group of its own. */
export function start(command: string, args: readonly string[], options: ProgramOptions = {}): Program {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? supportedEnvironment(),
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined); // It may end without having read its input.
  child.stdin.end(options.input ?? '');
  const stdout = capture(child.stdout);
  const stderr = capture(child.stderr);
  const output = () => ({ stdout: stdout.text(), stderr: stderr.text() });
  const ended = endOf(child, options.timeoutMs ?? 0).then((code) => ({ code, ...output() }));
  // Whoever waits for its end is told why it could not start; who does not must not be ended by that.
  ended.catch(() => undefined);
  const pid = child.pid ?? 0;
  return {
    pid,
    output,
    ended,
    waitFor: (pattern, timeoutMs = 60_000) =>
      waitForOutput({ child, output, streams: [stdout, stderr] }, pattern, timeoutMs),
    stop: async (signal = 'SIGTERM') => {
      killGroup(pid, signal);
      const force = setTimeout(() => killGroup(pid, 'SIGKILL'), STOP_TIMEOUT_MS);
      return ended.finally(() => clearTimeout(force));
    },
  };
}

/** Runs a program to its end, whatever its exit code. */
export function run(command: string, args: readonly string[], options: ProgramOptions = {}): Promise<Outcome> {
  return start(command, args, { timeoutMs: DEFAULT_TIMEOUT_MS, ...options }).ended;
}

/** Runs a program that must succeed and answers what it wrote to standard output. */
export async function succeed(command: string, args: readonly string[], options: ProgramOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    if (running.has(pid)) process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function endOf(child: ChildProcess, timeoutMs: number): Promise<number | null> {
  const pid = child.pid ?? 0;
  if (pid > 0) running.add(pid);
  const timer = timeoutMs > 0 ? setTimeout(() => killGroup(pid, 'SIGKILL'), timeoutMs) : undefined;
  return new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => {
    clearTimeout(timer);
    running.delete(pid);
  });
}

function capture(stream: Readable) {
  const chunks: string[] = [];
  stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return { stream, text: () => chunks.join('') };
}

interface Watched {
  readonly child: ChildProcess;
  readonly output: Program['output'];
  readonly streams: readonly { readonly stream: Readable }[];
}

function waitForOutput(
  { child, output, streams }: Watched,
  pattern: RegExp,
  timeoutMs: number,
): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const whole = () => Object.values(output()).join('\n');
    const look = () => {
      const match = pattern.exec(output().stdout) ?? pattern.exec(output().stderr);
      if (match) settle(() => resolve(match));
    };
    const fail = (what: string) => () =>
      settle(() => reject(new Error(`${what} before ${String(pattern)}:\n${whole()}`)));
    const onEnd = fail('The program ended');
    const timer = setTimeout(fail(`${timeoutMs} ms passed`), timeoutMs);
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      streams.forEach(({ stream }) => stream.off('data', look));
      child.off('close', onEnd);
      finish();
    };
    streams.forEach(({ stream }) => stream.on('data', look));
    child.once('close', onEnd);
    look();
  });
}
