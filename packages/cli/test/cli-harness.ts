import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { Clock, Fetch } from '@wicketgate/core';
import type { Keyring } from '@wicketgate/secrets';
import {
  createFakeClock,
  createFakeGateway,
  createSeededRandom,
  type FakeClock,
  type FakeGateway,
} from '@wicketgate/testing';
import { onTestFinished } from 'vitest';
import { type CliIo, runCli } from '../src/index.ts';
import { noKeyring } from './keyrings.ts';

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What is piped in, when something is; a function is asked when the pipe is read. */
  readonly stdin?: string | (() => Promise<string>);
  readonly stdinIsTty?: boolean;
  readonly stderrIsTty?: boolean;
  readonly signal?: AbortSignal;
  /** The key in WICKETGATE_API_KEY; default the admin's, null for none. */
  readonly key?: string | null;
  readonly columns?: number;
  readonly platform?: NodeJS.Platform;
  /** Instead of the gateway's. */
  readonly fetch?: Fetch;
  /** Instead of the clock of the bench: what waits for real processes needs real time. */
  readonly clock?: Clock;
  /** Reaches MCP servers. Default: the platform's. */
  readonly serverFetch?: CliIo['serverFetch'];
  /** Instead of a machine without one. */
  readonly keyring?: Keyring;
  readonly stdoutIsTty?: boolean;
  /** What is typed at the keyboard, each answer once its question is on the screen. With it both ends are a terminal. */
  readonly answers?: readonly string[];
  /** Called again and again until the command ends, with what it has printed; a second passes each time. */
  readonly meanwhile?: (shown: RunResult) => void | Promise<void>;
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A gateway in memory, a folder of its own, and a clock that stands still until the gateway has failed. */
export interface Bench {
  readonly gateway: FakeGateway;
  readonly clock: FakeClock;
  readonly folder: string;
  readonly run: (argv: readonly string[], options?: RunOptions) => Promise<RunResult>;
  /** Runs with `--json` and answers the one document on stdout. */
  readonly json: (argv: readonly string[], options?: RunOptions) => Promise<Record<string, unknown>>;
}

export const URL_OF_GATEWAY = 'https://gateway.example.com';

export function createBench(): Bench {
  const clock = createFakeClock();
  const shapes = [{ name: 'chef', prefix: 'chef_', pattern: /[0-9a-f-]{36}/ }];
  const honest = createFakeGateway({ clock, random: createSeededRandom(7), url: URL_OF_GATEWAY, shapes });
  const state = { failed: false };
  const gateway: FakeGateway = {
    ...honest,
    fail: (how, options) => {
      state.failed = true;
      honest.fail(how, options);
    },
  };
  const folder = temporaryFolder();
  const run = async (argv: readonly string[], options: RunOptions = {}) => {
    const printed = { look: (): RunResult => ({ code: 0, stdout: '', stderr: '' }) };
    const running = runOnce(argv, { gateway, clock, folder, options, printed });
    await untilSettled(running, async () => {
      await options.meanwhile?.(printed.look());
      if ((state.failed || options.meanwhile) && clock.sleepers > 0) await clock.advance(1_000);
    });
    return running;
  };
  return {
    gateway,
    clock,
    folder,
    run,
    json: async (argv, options) => {
      const result = await run([...argv, '--json'], options);
      if (result.stdout === '') throw new Error(`Nothing on stdout; exit code ${result.code}; ${result.stderr}`);
      return JSON.parse(result.stdout) as Record<string, unknown>;
    },
  };
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wicketgate-cli-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A stream that keeps what is written to it. */
export function collector(terminal: { readonly isTTY?: boolean; readonly columns?: number } = {}) {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return Object.assign(stream, terminal, { text: () => Buffer.concat(chunks).toString('utf8') });
}

interface RunParts {
  readonly gateway: FakeGateway;
  readonly clock: FakeClock;
  readonly folder: string;
  readonly options: RunOptions;
  /** Gets what looks at what was printed so far. */
  readonly printed: { look: () => RunResult };
}

async function runOnce(argv: readonly string[], parts: RunParts): Promise<RunResult> {
  const { gateway, clock, folder, options } = parts;
  const { key = gateway.adminKey, env = {}, columns, answers, stdoutIsTty = false } = options;
  const stdout = collector({ isTTY: stdoutIsTty, ...(columns !== undefined && { columns }) });
  const stderr = collector({
    isTTY: options.stderrIsTty ?? answers !== undefined,
    ...(columns !== undefined && { columns }),
  });
  parts.printed.look = () => ({ code: 0, stdout: stdout.text(), stderr: stderr.text() });
  const io: CliIo = {
    stdin: answers === undefined ? pipedInput(options) : keyboard(stderr, answers),
    stdout,
    stderr,
    env: {
      WICKETGATE_URL: URL_OF_GATEWAY,
      WICKETGATE_CONFIG_DIR: join(folder, 'config'),
      ...(key !== null && { WICKETGATE_API_KEY: key }),
      ...env,
    },
    platform: options.platform ?? 'linux',
    clock: options.clock ?? clock,
    random: createSeededRandom(11),
    signal: options.signal ?? new AbortController().signal,
    fetch: options.fetch ?? ((url, init) => gateway.fetch(url, init)),
    ...(options.serverFetch && { serverFetch: options.serverFetch }),
    folder: join(folder, 'project'),
    keyring: options.keyring ?? noKeyring(),
  };
  const code = await runCli(argv, io);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

async function* slowly(text: () => Promise<string>): AsyncGenerator<string, void, void> {
  yield await text();
}

function pipedInput({ stdin = '', stdinIsTty = false }: RunOptions): CliIo['stdin'] {
  const chunks = typeof stdin === 'function' ? slowly(stdin) : stdin === '' ? [] : [stdin];
  return Object.assign(Readable.from(chunks), { isTTY: stdinIsTty });
}

/** How a question of ours ends, hidden or not. */
const QUESTION = /(?:\(what you type is not shown\): |\[y\/N\] |\[Y\/n\] )$/;

/** Somebody at a terminal who answers each question when it is asked. */
function keyboard(screen: ReturnType<typeof collector>, answers: readonly string[]): CliIo['stdin'] {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const left = [...answers];
  screen.on('data', (chunk: Buffer) => {
    if (!QUESTION.test(stripVTControlCharacters(chunk.toString('utf8')))) return;
    const answer = left.shift();
    // Not within the write: the question is listened to only after it.
    setImmediate(() => stdin.write(answer === undefined ? '\u0003' : `${answer}\r`));
  });
  return stdin;
}

/** Turns something again and again for as long as the work has not come to its end. */
async function untilSettled(work: Promise<unknown>, turn: () => Promise<void>): Promise<void> {
  const state = { done: false };
  const settled = work.finally(() => {
    state.done = true;
  });
  const isDone = () => state.done;
  while (!isDone()) {
    // Real files are read and written meanwhile: they get their share of real time.
    await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, 20))]);
    if (!isDone()) await turn();
  }
}
