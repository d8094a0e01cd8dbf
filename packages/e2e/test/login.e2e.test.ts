import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ACCESS_TOKEN_TYPE } from '@wicketgate/contract';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { createKeyBrowser, type KeyBrowser } from '../../gateway/test/support/key-browser.ts';
import { createCleanup } from '../src/cleanup.ts';
import { type Environment, supportedEnvironment } from '../src/environment.ts';
import { type RunningGateway, startGateway } from '../src/gateway.ts';
import { run, start } from '../src/program.ts';
import { createRecording } from '../src/recording.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';
import { hasTmux, openWindow, type TerminalWindow } from '../src/tmux.ts';
import { workspaceRoot } from '../src/workspace.ts';

const BIN = path.join(workspaceRoot, 'packages/cli/dist/bin.js');
const NO_TMUX = 'tmux is not installed';
const CODE = /[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}/;
const FRAMED = /│ {3}[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4} {3}│/;
const OPAQUE = /_(?:rt|dc|ac)_[0-9A-Za-z]{43}/g;
const SIGNED = /(eyJ[\w-]{10,})\.[\w-]+\.[\w-]+/g;

const cleanup = createCleanup();
const recording = createRecording();
let room: string;
let gateway: RunningGateway;
let browser: KeyBrowser;
let canDrive: boolean;

beforeAll(async () => {
  canDrive = await hasTmux();
  room = await temporaryFolder('login', cleanup);
  gateway = await startGateway({ dataFolder: place('data'), cleanup });
  browser = createKeyBrowser((request) => fetch(request), gateway.url);
  await mkdir(place('bin'));
  await writeFile(
    place('bin/xdg-open'),
    `#!/bin/sh\necho "$@" > '${place('page')}.part'; mv '${place('page')}.part' '${place('page')}'\n`,
  );
  await chmod(place('bin/xdg-open'), 0o755);
});

afterAll(async () => {
  if (canDrive) {
    console.log(recording.ends());
    console.log(`Every screen is kept in ${await recording.keep('login')}`);
  }
  await cleanup.release();
});

describe('wicketgate login in a real terminal', () => {
  test('shows a code and its QR code, counts down, and is signed in once somebody allows it', async (context) => {
    const desk = await openDesk('device');
    const window = await open(context, desk, 'login', '--device');
    const shown = await step(window, 'the code', /Waiting for your approval: 9:\d\d left/);
    expect(shown).toContain(`Open this page on any device: ${gateway.url}/activate`);
    expect(shown).toMatch(FRAMED);
    expect(shown).toMatch(/[█▀▄]{10}/);
    // Written over in one line: what the window waits for is what comes after it.
    await until(() => window.screen(), /9:(?!59)[0-5]\d left/);
    await step(window, 'the time runs');
    await browser.activate(CODE.exec(shown)?.[0] ?? '', gateway.adminKey, 'allow');
    expect(await window.ended()).toBe(0);
    const end = await step(window, 'signed in');
    expect(end).toMatch(/Signed in as .+\. The sign-in is in\s+the encrypted file/);
    expect(end).not.toContain(' left');
    expect((await desk.run('whoami')).stdout).toMatch(/^role +admin$/m);
  });

  test('opens the browser where there is one, and is signed in when it comes back', async (context) => {
    const desk = await openDesk('browser', { DISPLAY: ':0' });
    const window = await open(context, desk, 'login');
    await step(window, 'the page is open', /Waiting for your browser: 4:\d\d left/);
    const page = (await readFile(place('page'), 'utf8')).trim();
    expect(page).toContain(`${gateway.url}/authorize?`);
    expect(await (await fetch(await browser.authorize(page, gateway.adminKey))).text()).toContain('close this page');
    expect(await window.ended()).toBe(0);
    expect(await step(window, 'signed in')).toContain('Signed in as');
  });

  test('works over SSH, where nobody would see a page', async (context) => {
    const desk = await openDesk('ssh', { DISPLAY: ':0', SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' });
    const window = await open(context, desk, 'login', '--qr', 'none');
    const shown = await step(window, 'the code', /Waiting for your approval/);
    expect(shown).not.toMatch(/[█▀▄]{10}/);
    await browser.activate(CODE.exec(shown)?.[0] ?? '', gateway.adminKey, 'allow');
    expect(await window.ended()).toBe(0);
    await step(window, 'signed in');
  });

  test('leaves nothing half-written when Ctrl-C breaks it off', async (context) => {
    const desk = await openDesk('broken-off');
    const window = await open(context, desk, 'login', '--device');
    const shown = await step(window, 'the code', /Waiting for your approval/);
    await window.press('C-c');
    expect(await window.ended()).toBe(130);
    expect(await step(window, 'Ctrl-C')).toMatch(/\(interrupted\)/);
    const kept = await filesOf(desk);
    expect([...kept.keys()].filter((name) => /lock|tmp|unfinished|sign-in/.test(name))).toEqual([]);
    expect([...kept.values()].join('\n')).not.toContain('wicketgate.token.');
    expect((await desk.run('token')).code).toBe(3);
    // The code that was shown is of no use to anybody any more but to be denied.
    await browser.activate(CODE.exec(shown)?.[0] ?? '', gateway.adminKey, 'deny');
  });

  test('says that the person said no', async (context) => {
    const desk = await openDesk('denied');
    const window = await open(context, desk, 'login', '--device');
    const shown = await step(window, 'the code', /Waiting for your approval/);
    await browser.activate(CODE.exec(shown)?.[0] ?? '', gateway.adminKey, 'deny');
    expect(await window.ended()).toBe(3);
    expect(await step(window, 'denied')).toContain('(authorization_denied)');
  });

  test('shows no token on a terminal', async (context) => {
    const window = await open(context, await deskOf('device'), 'token');
    expect(await window.ended()).toBe(2);
    expect(await step(window, 'refused')).toContain('pipe');
  });
});

describe('wicketgate login over a pipe', () => {
  test('prints an event to a line, and signs in', async () => {
    const desk = await openDesk('pipe');
    const login = start(process.execPath, [BIN, 'login', '--json'], { cwd: room, env: desk.env });
    cleanup.defer(() => login.stop());
    const first = await until(() => login.output().stdout.split('\n')[0] ?? '', /\}$/);
    expect(JSON.parse(first)).toMatchObject({ event: 'code', verification_uri: `${gateway.url}/activate` });
    await browser.activate((JSON.parse(first) as { user_code: string }).user_code, gateway.adminKey, 'allow');
    const { code, stdout, stderr } = await login.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout.split('\n')[1] ?? '')).toMatchObject({ event: 'signed_in', store: 'file' });
    recording.add('pipe', 'the events', stdout);
  });

  test('hands the access token to a program, and to the gateway it is the person', async () => {
    const desk = await deskOf('pipe');
    const { stdout } = await desk.run('token', '--format', 'json');
    const { access_token: token, expires_at: end } = JSON.parse(stdout) as { access_token: string; expires_at: string };
    expect(Date.parse(end)).toBeGreaterThan(Date.now());
    const answer = await fetch(`${gateway.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(await answer.json()).toMatchObject({ key: null, session: { client_id: 'wicketgate-cli' }, role: 'admin' });
  });

  test('signs out again, and the token is worth nothing then', async () => {
    const desk = await deskOf('pipe');
    const { access_token: token } = JSON.parse((await desk.run('token', '--json')).stdout) as { access_token: string };
    expect(await desk.run('logout')).toMatchObject({ code: 0, stdout: 'Signed out.\n' });
    const me = () => fetch(`${gateway.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    await until(async () => String((await me()).status), /401/);
    expect((await desk.run('whoami')).code).toBe(3);
  });
});

describe('A sign-in', () => {
  test('leaves no token on a screen, in a file or in the log of the gateway', async () => {
    const desks = await readdir(place('desks'));
    const kept = await Promise.all(desks.map(async (name) => filesOf(await deskOf(name))));
    const files = kept.flatMap((each) => [...each.values()]).join('\n');
    expect(files).toContain('"store": "file"');
    const { stdout } = await (await deskOf('device')).run('token');
    expect(tokensIn(stdout)).toEqual([stdout.trim()]);
    for (const text of [recording.text(), files, gateway.log()]) expect(tokensIn(text)).toEqual([]);
  });
});

/** What a sign-in must leave nowhere but in its store. A receipt is signed as well, and opens nothing. */
function tokensIn(text: string): readonly string[] {
  const signed = [...text.matchAll(SIGNED)].filter(([, head = '']) =>
    Buffer.from(head, 'base64url').toString('utf8').includes(ACCESS_TOKEN_TYPE),
  );
  return [...signed, ...text.matchAll(OPAQUE)].map(([token]) => token);
}

/** A person's own folder of settings, on a machine without a keyring and, unless they have one, without a display. */
interface Desk {
  readonly name: string;
  readonly env: Environment;
  readonly run: (...args: readonly string[]) => ReturnType<typeof run>;
}

async function openDesk(name: string, more: Environment = {}): Promise<Desk> {
  await mkdir(place(`desks/${name}`), { recursive: true });
  const key = randomBytes(32).toString('base64');
  await writeFile(place(`desks/${name}/master-key`), key, { mode: 0o600 });
  return deskOf(name, more);
}

async function deskOf(name: string, more: Environment = {}): Promise<Desk> {
  const base = supportedEnvironment();
  const env: Environment = {
    PATH: `${place('bin')}${path.delimiter}${base['PATH'] ?? ''}`,
    HOME: room,
    LANG: 'C.UTF-8',
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${place('nobody')}`,
    WICKETGATE_URL: gateway.url,
    WICKETGATE_CONFIG_DIR: place(`desks/${name}/config`),
    WICKETGATE_MASTER_KEY: await readFile(place(`desks/${name}/master-key`), 'utf8'),
    NO_COLOR: '1',
    ...more,
  };
  return { name, env, run: (...args) => run(process.execPath, [BIN, ...args], { cwd: room, env }) };
}

interface LoginWindow extends TerminalWindow {
  readonly name: string;
}

/** Opens a window with the built command in it. */
async function open(context: TestContext, desk: Desk, ...args: readonly string[]): Promise<LoginWindow> {
  context.skip(!canDrive, NO_TMUX);
  const folder = place(`window-${desk.name}-${args.join('-')}`);
  await mkdir(folder);
  const window = await openWindow({
    command: [process.execPath, BIN, ...args],
    cwd: room,
    env: desk.env,
    folder,
    cleanup,
  });
  return { ...window, name: `${desk.name}: ${args.join(' ')}` };
}

/** Waits for what the step shows, and records the screen. */
async function step(window: LoginWindow, title: string, pattern?: RegExp): Promise<string> {
  const shown = pattern === undefined ? await window.screen() : await window.waitFor(pattern);
  recording.add(window.name, title, shown);
  return shown;
}

async function until(look: () => string | Promise<string>, pattern: RegExp): Promise<string> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const text = await look();
    if (pattern.test(text)) return text;
    if (Date.now() > deadline) throw new Error(`30 seconds passed before ${String(pattern)}: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What a desk has in its folder of settings, by path. */
async function filesOf({ env }: Desk): Promise<ReadonlyMap<string, string>> {
  const folder = env['WICKETGATE_CONFIG_DIR'] ?? '';
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [path.relative(folder, file), await readFile(file, 'utf8')] as const)),
  );
}

function place(name: string): string {
  return path.join(room, name);
}
