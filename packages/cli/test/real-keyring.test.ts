import type { ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import {
  createSession,
  endProgram,
  type Session,
  whyNoSession,
} from '../../secrets/test/node/keyring/secret-service-session.ts';
import { type ProcessResult, startCommand } from './command-process.ts';

// The command together with the real gnome-keyring on a real session bus: many processes, one after the other.
vi.setConfig({ testTimeout: 120_000 });

const WHY_NOT = await whyNoSession();
const VALUE = 'canary-of-the-command-51d09c7e';
const LATER = 'canary-of-the-command-later-88';

beforeEach(({ skip }) => {
  // There it is installed, and a suite that is skipped proves nothing.
  if (process.env['CI'] === 'true' && process.platform === 'linux') expect(WHY_NOT).toBeUndefined();
  skip(WHY_NOT !== undefined, WHY_NOT);
});

/** A person at a desktop, whose settings lie in the folder of the session. */
interface Desktop {
  readonly session: Session;
  readonly daemon: ChildProcess;
  /** The encrypted file. */
  readonly file: string;
  readonly run: (argv: readonly string[], stdin?: string) => Promise<ProcessResult>;
  /** Files below the folder of the session, the keyring's among them, in which one of the values stands in the clear. */
  readonly plain: () => readonly string[];
}

async function createDesktop(): Promise<Desktop> {
  const session = await createSession();
  await session.startBus();
  const daemon = await session.startKeyring('unlocked');
  const config = join(session.folder, 'config');
  const env = { ...session.env, WICKETGATE_CONFIG_DIR: config, WICKETGATE_MASTER_KEY: '' };
  return {
    session,
    daemon,
    file: join(config, 'secrets', 'secrets.development.json'),
    run: (argv, stdin = '') => {
      const { child, ended } = startCommand(argv, env);
      child.stdin?.end(stdin);
      return ended;
    },
    plain: () =>
      readdirSync(session.folder, { recursive: true, encoding: 'utf8' })
        .map((name) => join(session.folder, name))
        .filter((path) => statSync(path).isFile())
        .filter((path) => [VALUE, LATER].some((value) => readFileSync(path).includes(value))),
  };
}

const SET = ['secrets', 'set', 'APP_TOKEN', '--stdin', '--yes'];
const GET = ['secrets', 'get', 'APP_TOKEN'];

async function keep({ run }: Desktop, value: string): Promise<string> {
  const { code, stdout, stderr } = await run(SET, value);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout + stderr).not.toContain(value);
  return stderr;
}

/** Everything that needs the key of the file ends so, shows no value and changes nothing. */
async function expectShut({ run, file }: Desktop, { exit, code }: { exit: number; code: string }): Promise<void> {
  const before = readFileSync(file, 'utf8');
  for (const [argv, stdin] of [[GET], [SET, LATER], [['secrets', 'rotate']]] as const) {
    const { code: ended, stdout, stderr } = await run(argv, stdin);
    expect({ argv, ended, stdout }).toEqual({ argv, ended: exit, stdout: '' });
    expect(stderr).toContain(`(${code})`);
    expect(stderr).not.toContain('canary');
  }
  expect(readFileSync(file, 'utf8')).toBe(before);
}

test('with the keyring unlocked it opens the file, also after a rotation, and nothing lies in the clear', async () => {
  const desktop = await createDesktop();
  const { run, file, plain } = desktop;
  expect(await keep(desktop, VALUE)).toContain('Its key is in the keyring of this machine.');
  expect((await run(GET)).stdout).toBe(`${VALUE}\n`);
  const before = readFileSync(file, 'utf8');
  const rotated = await run(['secrets', 'rotate', '--json']);
  expect(rotated.code).toBe(0);
  expect(JSON.parse(rotated.stdout)).toMatchObject({ before: [{ kind: 'keyring' }] });
  expect(readFileSync(file, 'utf8')).not.toBe(before);
  expect((await run(GET)).stdout).toBe(`${VALUE}\n`);
  await keep(desktop, LATER);
  expect((await run(GET)).stdout).toBe(`${LATER}\n`);
  expect(plain()).toEqual([]);
});

test('an older file that is put in place of the newer one is refused, and the newer one opens again', async () => {
  const desktop = await createDesktop();
  const { run, file } = desktop;
  await keep(desktop, VALUE);
  copyFileSync(file, `${file}.older`);
  await keep(desktop, LATER);
  renameSync(file, `${file}.newer`);
  copyFileSync(`${file}.older`, file);
  await expectShut(desktop, { exit: 78, code: 'rolled_back' });
  renameSync(`${file}.newer`, file);
  expect((await run(GET)).stdout).toBe(`${LATER}\n`);
});

test('with the keyring locked the file stays shut, and nothing takes the place of its key', async () => {
  const desktop = await createDesktop();
  await keep(desktop, VALUE);
  await endProgram(desktop.daemon);
  await desktop.session.startKeyring('started');
  await expectShut(desktop, { exit: 3, code: 'keyring_locked' });
  expect(desktop.plain()).toEqual([]);
});

test('without a keyring the file stays shut, and no other is made', async () => {
  const desktop = await createDesktop();
  await keep(desktop, VALUE);
  await endProgram(desktop.daemon);
  await expectShut(desktop, { exit: 78, code: 'keyring_unavailable' });
  const elsewhere = await desktop.run([...SET, '--environment', 'production'], LATER);
  expect(elsewhere).toMatchObject({ code: 78, stderr: expect.stringContaining('(no_wrapping_key)') as string });
  expect(existsSync(desktop.file.replace('development', 'production'))).toBe(false);
  expect(desktop.plain()).toEqual([]);
});
