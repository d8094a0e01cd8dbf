import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import type { Fetch } from '@wicketgate/core';
import {
  createFakeClock,
  createFakeGateway,
  createSeededRandom,
  type FakeClock,
  type FakeGateway,
} from '@wicketgate/testing';
import { onTestFinished } from 'vitest';
import { type CliIo, type ExitCode, runCli } from '../src/index.ts';

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What is piped in, when something is. */
  readonly stdin?: string;
  readonly stdinIsTty?: boolean;
  readonly stderrIsTty?: boolean;
  readonly signal?: AbortSignal;
  /** The key in WICKETGATE_API_KEY; default the admin's, null for none. */
  readonly key?: string | null;
  readonly columns?: number;
  readonly platform?: NodeJS.Platform;
  /** Instead of the gateway's. */
  readonly fetch?: Fetch;
}

export interface RunResult {
  readonly code: ExitCode;
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
    const running = runOnce(argv, { gateway, clock, folder, options });
    await untilSettled(running, async () => {
      if (state.failed && clock.sleepers > 0) await clock.advance(1_000);
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
}

async function runOnce(argv: readonly string[], { gateway, clock, folder, options }: RunParts): Promise<RunResult> {
  const { key = gateway.adminKey, env = {}, stdin = '', stdinIsTty = false, stderrIsTty = false, columns } = options;
  const stdout = collector(columns === undefined ? {} : { columns });
  const stderr = collector({ isTTY: stderrIsTty });
  const io: CliIo = {
    stdin: Object.assign(Readable.from(stdin === '' ? [] : [stdin]), { isTTY: stdinIsTty }),
    stdout,
    stderr,
    env: {
      WICKETGATE_URL: URL_OF_GATEWAY,
      WICKETGATE_CONFIG_DIR: join(folder, 'config'),
      ...(key !== null && { WICKETGATE_API_KEY: key }),
      ...env,
    },
    platform: options.platform ?? 'linux',
    clock,
    random: createSeededRandom(11),
    signal: options.signal ?? new AbortController().signal,
    fetch: options.fetch ?? ((url, init) => gateway.fetch(url, init)),
  };
  const code = await runCli(argv, io);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
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
