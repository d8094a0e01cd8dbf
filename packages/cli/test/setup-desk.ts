import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import type { Fetch } from '@wicketgate/core';
import type { Keyring } from '@wicketgate/secrets';
import { createFakeClock, createSeededRandom } from '@wicketgate/testing';
import { type CliIo, runCli } from '../src/index.ts';
import { collector, temporaryFolder } from './cli-harness.ts';
import { noKeyring } from './keyrings.ts';

/** What is typed once a text has come up on the screen; Enter is added, but for a key such as Ctrl-C. */
export type Answer = readonly [seen: string | RegExp, typed: string | (() => Promise<string>)];

export const CTRL_C = '\u0003';
export const CTRL_D = '\u0004';
const KEYS: readonly string[] = [CTRL_C, CTRL_D];

export interface SitOptions {
  /** Answers to the questions, in their order. Without any, nobody sits at the terminal. */
  readonly answers?: readonly Answer[];
  /** What is piped in. */
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly fetch?: Fetch;
  /** Ctrl-C while nothing is asked. */
  readonly signal?: AbortSignal;
  /** Default: this machine has none. */
  readonly keyring?: Keyring;
}

export interface Sat {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Answers that nobody asked for. */
  readonly left: readonly Answer[];
}

/** A person's desk: a project in a folder, settings of their own, a display and a browser that only takes notes. */
export interface Desk {
  /** The folder of the project. */
  readonly project: string;
  readonly config: string;
  /** Every file under the folder of settings, as one text. */
  kept(): string;
  /** What the browser was started with: its arguments and its environment, a text for each start. */
  opened(): readonly string[];
  sit(argv: readonly string[], options?: SitOptions): Promise<Sat>;
}

/** 32 bytes as `openssl rand -base64 32` prints them. */
const MASTER_KEY = Buffer.from(createSeededRandom(5)(new Uint8Array(32))).toString('base64');

export function createDesk(secrets: readonly object[]): Desk {
  const folder = temporaryFolder();
  const [project, config, bin] = ['project', 'config', 'bin'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const each of [project, bin]) mkdirSync(each);
  writeFileSync(join(project, 'wicketgate.secrets.json'), JSON.stringify({ version: 1, secrets }));
  const notes = join(folder, 'opened');
  mkdirSync(notes);
  const script = `#!/bin/sh\n{ echo "$@"; env; } > '${notes}'/$$.part && mv '${notes}'/$$.part '${notes}'/$$.txt\n`;
  writeFileSync(join(bin, 'xdg-open'), script);
  chmodSync(join(bin, 'xdg-open'), 0o755);
  const env = {
    PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
    HOME: folder,
    DISPLAY: ':0',
    NO_COLOR: '1',
    WICKETGATE_CONFIG_DIR: config,
    WICKETGATE_MASTER_KEY: MASTER_KEY,
  };
  return {
    project,
    config,
    kept: () => textOf(config),
    opened: () =>
      readdirSync(notes)
        .filter((name) => name.endsWith('.txt'))
        .map((name) => readFileSync(join(notes, name), 'utf8')),
    sit: (argv, options = {}) => sitDown(argv, { ...options, env: { ...env, ...options.env } }, project),
  };
}

async function sitDown(argv: readonly string[], options: SitOptions, folder: string): Promise<Sat> {
  const { answers = [], stdin: piped = '', env = {}, fetch, signal, keyring = noKeyring() } = options;
  const sits = answers.length > 0;
  const stdout = collector();
  const stderr = collector({ isTTY: sits });
  const keyboard = new PassThrough();
  const left = [...answers];
  if (sits) typeAnswers(stderr, keyboard, left);
  const io: CliIo = {
    stdin: sits ? Object.assign(keyboard, { isTTY: true }) : Readable.from(piped === '' ? [] : [piped]),
    stdout,
    stderr,
    env,
    platform: 'linux',
    clock: createFakeClock(),
    random: (bytes) => crypto.getRandomValues(bytes),
    signal: signal ?? new AbortController().signal,
    folder,
    keyring,
    fetch: fetch ?? (() => Promise.reject(new TypeError('no network'))),
  };
  const code = await runCli(argv, io);
  return { code, stdout: stdout.text(), stderr: stderr.text(), left };
}

function typeAnswers(screen: PassThrough, keyboard: PassThrough, left: Answer[]): void {
  let unseen = '';
  screen.on('data', (chunk: Buffer) => {
    unseen += chunk.toString('utf8');
    const [next] = left;
    if (next === undefined) return;
    const [seen, typed] = next;
    const match = typeof seen === 'string' ? unseen.indexOf(seen) : unseen.search(seen);
    if (match < 0) return;
    left.shift();
    unseen = '';
    // The question listens once it has been written.
    setImmediate(() => {
      void Promise.resolve(typeof typed === 'string' ? typed : typed()).then((text) =>
        keyboard.write(KEYS.includes(text) ? text : `${text}\r`),
      );
    });
  });
}

function textOf(folder: string): string {
  if (!existsSync(folder)) return '';
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join('\n');
}
