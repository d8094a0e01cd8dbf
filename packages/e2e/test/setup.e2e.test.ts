import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { mintApiKey } from '@wicketgate/contract';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { type Environment, supportedEnvironment } from '../src/environment.ts';
import { run } from '../src/program.ts';
import { createRecording } from '../src/recording.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';
import { hasTmux, openWindow, type TerminalWindow } from '../src/tmux.ts';
import { workspaceRoot } from '../src/workspace.ts';

const BIN = path.join(workspaceRoot, 'packages/cli/dist/bin.js');
const NO_TMUX = 'tmux is not installed';
const hex = () => randomBytes(16).toString('hex');

const VALUES = {
  ALPHA_KEY: `alpha-${hex()}`,
  BETA_KEY: `beta-${hex()}`,
  GAMMA_KEY: `gamma-${hex()}`,
  DELTA_KEY: `delta-${hex()}`,
};
const MISTYPED = `mistyped-${hex()}`;
const API_KEY = mintApiKey({ env: 'live', random: (bytes) => crypto.getRandomValues(bytes) }).key;
const PASSPHRASE = `passphrase-${hex()}`;

const cleanup = createCleanup();
const recording = createRecording();
const probes: string[] = [];
let room: string;
let url: string;
let env: Environment;
let canDrive: boolean;

beforeAll(async () => {
  canDrive = await hasTmux();
  url = await vendor();
  room = await temporaryFolder('setup', cleanup);
  const [project, bin, opened] = ['project', 'bin', 'opened'].map((name) => path.join(room, name));
  for (const folder of [project, bin, opened]) await mkdir(folder ?? '');
  await writeFile(place('bin/xdg-open'), `#!/bin/sh\n{ echo "$@"; env; } > '${opened}'/$$\n`);
  await chmod(place('bin/xdg-open'), 0o755);
  await writeFile(place('project/wicketgate.secrets.json'), JSON.stringify(projectFor()));
  await writeFile(place('passphrase'), PASSPHRASE, { mode: 0o600 });
  const base = supportedEnvironment();
  // A person at a desk of their own: a display, no SSH, and no keyring that this machine may happen to have.
  env = {
    PATH: `${place('bin')}${path.delimiter}${base['PATH'] ?? ''}`,
    HOME: room,
    LANG: 'C.UTF-8',
    DISPLAY: ':0',
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${place('nobody')}`,
    WICKETGATE_CONFIG_DIR: place('config'),
    NO_COLOR: '1',
    A_SECRET_OF_THE_SHELL: 'of-the-shell-0123456789',
  };
  const allowed = await wicketgate('secrets', 'allow', '--yes');
  expect(allowed.code, allowed.stderr).toBe(0);
});

afterAll(async () => {
  if (canDrive) {
    console.log(recording.ends());
    console.log(`Every screen is kept in ${await recording.keep('setup')}`);
  }
  await cleanup.release();
});

describe('wicketgate setup in a real terminal', () => {
  test('begins with nothing, and keeps what was typed when Ctrl-C breaks it off', async (context) => {
    const window = await openSetup(context, 'first-run');
    await step(window, 'asks how the file is encrypted', /0 of 4 set[\s\S]*New passphrase/);
    await window.type(PASSPHRASE);
    await step(window, 'the passphrase again', /The same again/);
    await window.type(PASSPHRASE);
    await step(
      window,
      'the first key, and its page',
      /\[1\/4\] ALPHA_KEY[\s\S]*Open https:\/\/alpha\.example\.com\/keys\? \[Y\/n\]/,
    );
    await window.press('Enter');
    await step(window, 'the value, hidden', /ALPHA_KEY \(what you type is not shown\)/);
    await window.type(VALUES.ALPHA_KEY);
    await step(window, 'the second key', /Stored[\s\S]*\[2\/4\] BETA_KEY[\s\S]*BETA_KEY \(what/);
    await window.type(MISTYPED);
    await step(
      window,
      'a value of another form',
      /does not look like a value for BETA_KEY[\s\S]*Store it all the same\? \[y\/N\]/,
    );
    await window.press('Enter');
    await step(window, 'asks again', /BETA_KEY \(what/);
    await window.type(`-----BEGIN KEY-----\n${MISTYPED}\n-----END KEY-----`);
    await step(window, 'a paste of several lines', /Several lines came at once[\s\S]*BETA_KEY \(what/);
    await window.press('C-c');
    expect(await window.ended()).toBe(130);
    expect(await step(window, 'Ctrl-C')).toContain('goes on where it stopped');
  });

  test('goes on in a second run, to the last key', async (context) => {
    const window = await openSetup(context, 'second-run');
    await step(window, 'the passphrase opens the file', /Passphrase of the encrypted file/);
    await window.type(PASSPHRASE);
    const shown = await step(
      window,
      'the second run',
      /1 of 4 set[\s\S]*Going on where you stopped: 1 of 4 done\.[\s\S]*BETA_KEY \(what/,
    );
    expect(shown).not.toContain('[1/4]');
    await window.type(VALUES.BETA_KEY);
    await step(window, 'the third key', /\[3\/4\] GAMMA_KEY[\s\S]*Open https:\/\/gamma\.example\.com\/\?/);
    await window.type('n');
    await step(window, 'its value', /GAMMA_KEY \(what/);
    await window.type(VALUES.GAMMA_KEY);
    await step(window, 'the optional key', /Optional keys[\s\S]*\[4\/4\] DELTA_KEY[\s\S]*DELTA_KEY \(what/);
    await window.type(VALUES.DELTA_KEY);
    expect(await window.ended()).toBe(0);
    const end = await step(window, 'the end');
    expect(end).toMatch(/^4 of 4 set$/m);
    expect(end).toMatch(/ALPHA_KEY .*works/);
    expect(end).toMatch(/GAMMA_KEY .*refused \(401\)/);
    expect(end).toContain('"mcpServers"');
  });

  test('has set every key, each as it was typed', async (context) => {
    context.skip(!canDrive, NO_TMUX);
    for (const [name, value] of Object.entries(VALUES)) {
      const { stdout } = await wicketgate('secrets', 'get', name, '--passphrase-file', place('passphrase'));
      expect(stdout).toBe(`${value}\n`);
    }
    expect(await readdir(place('config/secrets'))).not.toContain('setup.development.json');
  });

  test('has tried the connections that the project was allowed to try', (context) => {
    context.skip(!canDrive, NO_TMUX);
    expect(probes.toSorted()).toEqual([`/alpha Bearer ${VALUES.ALPHA_KEY}`, `/gamma Bearer ${VALUES.GAMMA_KEY}`]);
  });

  test('has opened the one page that was wanted, with nothing secret around it', async (context) => {
    context.skip(!canDrive, NO_TMUX);
    const notes = await readdir(place('opened'));
    expect(notes).toHaveLength(1);
    const [note = ''] = await Promise.all(notes.map((name) => readFile(place(`opened/${name}`), 'utf8')));
    expect(note).toMatch(/^https:\/\/alpha\.example\.com\/keys$/m);
    expect(note).not.toMatch(/WICKETGATE_|of-the-shell/);
  });

  test('has shown nothing of what was typed hidden, and left it in no plain file', async (context) => {
    context.skip(!canDrive, NO_TMUX);
    const kept = await filesUnder(place('config'));
    expect(kept).toContain('wicketgate-secrets');
    for (const text of [recording.text(), kept]) {
      for (const secret of [...Object.values(VALUES), MISTYPED, PASSPHRASE]) {
        // The last four characters may be shown, and stand for nothing.
        expect(text).not.toContain(secret.slice(-16));
        expect(text).not.toContain(secret.slice(0, 16));
      }
    }
  });
});

describe('The snippets for clients', () => {
  const snippets = async () => {
    const { stdout } = await wicketgate('setup', '--snippets', '--json', '--url', url);
    const { snippets: all } = JSON.parse(stdout) as { snippets: { id: string; text: string }[] };
    return new Map(all.map(({ id, text }) => [id, text]));
  };

  test('ask the gateway with curl as they stand', async () => {
    probes.length = 0;
    const { code, stderr } = await asClient('sh', ['-c', (await snippets()).get('curl') ?? '']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(probes).toEqual([`/api/v1/auth/validate Bearer ${API_KEY}`]);
  });

  test('start the bridge over stdio, which asks the gateway with the key and never has it as an argument', async () => {
    const texts = await snippets();
    const desktop = JSON.parse(texts.get('claude-desktop') ?? '') as {
      mcpServers: { wicketgate: { command: string; args: string[] } };
    };
    const { command, args } = desktop.mcpServers.wicketgate;
    await putOnPath();
    for (const [program, words] of [['sh', ['-c', texts.get('stdio') ?? '']] as const, [command, args] as const]) {
      expect(words.join(' ')).not.toContain(API_KEY);
      probes.length = 0;
      const client = new Client({ name: 'a client of the snippet', version: '1.0.0' });
      const transport = new StdioClientTransport({
        ...{ command: program, args: [...words], cwd: place('project'), stderr: 'ignore' },
        env: { ...env, WICKETGATE_API_KEY: API_KEY },
      });
      await client.connect(transport);
      // The gateway of this test serves no tools: that it was asked is what counts.
      await client.listTools();
      await client.close();
      expect(new Set(probes)).toEqual(new Set([`/mcp Bearer ${API_KEY}`]));
    }
  });
});

interface SetupWindow extends TerminalWindow {
  readonly name: string;
}

/** Opens a window with the built command in it. */
async function openSetup(context: TestContext, name: string): Promise<SetupWindow> {
  context.skip(!canDrive, NO_TMUX);
  const folder = path.join(room, name);
  await mkdir(folder);
  const window = await openWindow({
    command: [process.execPath, BIN, 'setup'],
    cwd: place('project'),
    env,
    folder,
    cleanup,
  });
  return { ...window, name };
}

/** Waits for what the step shows, and records the screen. */
async function step(window: SetupWindow, title: string, pattern?: RegExp): Promise<string> {
  const shown = pattern === undefined ? await window.screen() : await window.waitFor(pattern);
  recording.add(window.name, title, shown);
  return shown;
}

function wicketgate(...args: readonly string[]) {
  return run(process.execPath, [BIN, ...args], { cwd: place('project'), env });
}

function place(name: string): string {
  return path.join(room, name);
}

function putOnPath(): Promise<void> {
  return writeFile(place('bin/wicketgate'), `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`, { mode: 0o755 });
}

/** Runs a program, or a line of a shell, with the key where a person has it, and `wicketgate` on the path. */
async function asClient(command: string, args: readonly string[]) {
  await putOnPath();
  return run(command, args, { cwd: place('project'), env: { ...env, WICKETGATE_API_KEY: API_KEY } });
}

/** Two secrets with a connection to try, one that is mistyped once, and one that nobody needs. */
function projectFor(): object {
  const probe = (name: string) => ({ method: 'GET', url: `${url}/${name}`, present: 'bearer' });
  const page = { url: 'https://alpha.example.com/keys' };
  return {
    version: 1,
    secrets: [
      { name: 'ALPHA_KEY', purpose: 'opens alpha', scopes: ['read'], ...page, probe: probe('alpha') },
      { name: 'BETA_KEY', purpose: 'opens beta', pattern: 'beta-[0-9a-f]{32}', example: 'beta-…' },
      { name: 'GAMMA_KEY', purpose: 'opens gamma', url: 'https://gamma.example.com/', probe: probe('gamma') },
      { name: 'DELTA_KEY', purpose: 'opens delta', required: false },
    ],
  };
}

/** Who is asked whether a value works: alpha's does, gamma's does not. */
async function vendor(): Promise<string> {
  const server = createServer((request, response) => {
    probes.push(`${request.url ?? ''} ${request.headers.authorization ?? ''}`);
    response.writeHead(request.url === '/gamma' ? 401 : 200).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  cleanup.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function filesUnder(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return (await Promise.all(files.map((entry) => readFile(path.join(entry.parentPath, entry.name), 'utf8')))).join(
    '\n',
  );
}
