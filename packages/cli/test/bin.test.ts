import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFakeGateway, type FakeGateway } from '@wicketgate/testing';
import { serveOverHttp } from '@wicketgate/testing/http';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { sha256Of } from '../src/rules/sha256.ts';
import { temporaryFolder } from './cli-harness.ts';
import { commandLine, startCommand, startOnTerminal, startShell } from './command-process.ts';
import { isRunning, makeFakeEditors } from './fake-editor.ts';
import { vsixFile } from './zip-file.ts';

// Each test starts processes, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

interface Served {
  readonly gateway: FakeGateway;
  readonly env: Readonly<Record<string, string>>;
}

async function serve(): Promise<Served> {
  const gateway = createFakeGateway();
  const server = await serveOverHttp((request) => {
    const { pathname, search } = new URL(request.url);
    return gateway.fetch(new Request(new URL(pathname + search, gateway.url), request));
  });
  onTestFinished(() => server.close());
  const env = { WICKETGATE_URL: server.url, WICKETGATE_CONFIG_DIR: temporaryFolder(), WICKETGATE_API_KEY: '' };
  return { gateway, env };
}

const withAdmin = ({ gateway, env }: Served) => ({ ...env, WICKETGATE_API_KEY: gateway.adminKey });
const hasTerminal = spawnSync('script', ['--version']).status === 0;

test('prints its version', async () => {
  const { code, stdout, stderr } = await startCommand(['--version'], {}).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('works over a real socket', async () => {
  const served = await serve();
  const result = await startCommand(['keys', 'list', '--json'], withAdmin(served)).ended;
  expect(result).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(result.stdout)).toMatchObject({ items: [{ name: 'admin' }] });
});

test('a gateway that is not there exits with 5 and the reason', async () => {
  const server = await serveOverHttp(() => new Response());
  await server.close();
  const env = { WICKETGATE_URL: server.url, WICKETGATE_CONFIG_DIR: temporaryFolder() };
  const { code, stderr } = await startCommand(['health', '--timeout', '1'], env).ended;
  expect(code).toBe(5);
  expect(stderr).toContain('(ECONNREFUSED)');
});

test('a key among the arguments is refused before anything else and not repeated', async () => {
  const { gateway, env } = await serve();
  const { code, stdout, stderr } = await startCommand(['validate', gateway.adminKey], env).ended;
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toContain(gateway.adminKey.slice(8, 20));
  expect(gateway.requests).toEqual([]);
});

test('much output reaches a pipe whole', async () => {
  const served = await serve();
  for (let at = 0; at < 400; at++) served.gateway.issue({ name: `key ${at}` });
  const { code, stdout } = await startCommand(['keys', 'list', '--all', '--json'], withAdmin(served)).ended;
  expect(code).toBe(0);
  expect(stdout.length).toBeGreaterThan(200_000);
  expect((JSON.parse(stdout) as { items: unknown[] }).items).toHaveLength(401);
});

test('a disk that is full is told in words, and what it has cost', async ({ skip }) => {
  skip(!existsSync('/dev/full'), 'only Linux has a device that is full');
  const served = await serve();
  const words = commandLine(['keys', 'create', '--name', 'CI', '--owner', 'o', '--quiet']).join(' ');
  const { code, stderr } = await startShell(`${words} > /dev/full`, withAdmin(served)).ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/Key \w{10} was made, but its text could not be printed \(ENOSPC\) and is lost\.$/m);
  expect(stderr).toMatch(/Run: wicketgate keys revoke \w{10} --reason "text lost"$/m);
});

test('a reader that goes away early is no failure', async () => {
  const served = await serve();
  for (let at = 0; at < 400; at++) served.gateway.issue({ name: `key ${at}` });
  const running = startCommand(['keys', 'list', '--all', '--json'], withAdmin(served));
  running.child.stdout?.destroy();
  expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends a request with 130', async (signal) => {
  const served = await serve();
  served.gateway.fail('hang', { times: Infinity });
  const running = startCommand(['keys', 'list'], withAdmin(served));
  await expect.poll(() => served.gateway.requests.length, { timeout: 10_000 }).toBe(1);
  running.child.kill(signal);
  expect(await running.ended).toMatchObject({
    code: 130,
    stdout: '',
    stderr: 'wicketgate: Interrupted.\n  (interrupted)\n',
  });
});

test('an interrupt ends the wait for standard input', async () => {
  const { env } = await serve();
  const waiting = startCommand(['validate', '--key-stdin'], { ...env, NODE_DEBUG: 'stream' });
  await waiting.seen('read');
  waiting.child.kill('SIGINT');
  expect((await waiting.ended).code).toBe(130);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends an editor that installs, and leaves no copy',
  async (signal) => {
    const [room, temporary] = [temporaryFolder(), temporaryFolder()];
    const editors = makeFakeEditors(room, ['code'], 'hangs');
    const file = join(room, 'wicketgate.vsix');
    writeFileSync(file, vsixFile());
    const env = { PATH: editors.folder, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
    const running = startCommand(['extension', 'install', '--vsix', file, '--sha256', sha256Of(vsixFile())], env);
    await running.seen('Installing extensions...');
    expect(readdirSync(temporary)).toHaveLength(1);
    running.child.kill(signal);
    expect((await running.ended).code).toBe(130);
    expect(readdirSync(temporary)).toEqual([]);
    await expect.poll(() => isRunning(editors.call()?.pid ?? 0), { timeout: 10_000 }).toBe(false);
  },
);

test('process substitution serves as a key file', async () => {
  const served = await serve();
  const words = commandLine(['keys', 'list', '--key-file']).join(' ');
  const script = `${words} <(printf %s "$THE_KEY")`;
  const env = { ...served.env, THE_KEY: served.gateway.adminKey };
  const { code, stdout } = await startShell(script, env).ended;
  expect(code).toBe(0);
  expect(stdout).toContain('admin');
});

describe('on a terminal', () => {
  beforeEach(({ skip }) => {
    skip(!hasTerminal, 'script of util-linux is not here to make a terminal');
  });

  test('the prompt takes a key and shows nothing of it', async () => {
    const { gateway, env } = await serve();
    const running = startOnTerminal(['validate'], env);
    await running.seen('API key');
    running.type(`${gateway.adminKey}\r`);
    const { code, stdout } = await running.ended;
    expect(code).toBe(0);
    expect(stdout).toContain('valid');
    expect(stdout).toContain('enterprise');
    for (let at = 18; at + 6 <= gateway.adminKey.length; at++)
      expect(stdout).not.toContain(gateway.adminKey.slice(at, at + 6));
  });

  test('Ctrl-C at the prompt exits with 130 and asks nothing', async () => {
    const { gateway, env } = await serve();
    const running = startOnTerminal(['validate'], env);
    await running.seen('API key');
    running.type('\u0003');
    expect((await running.ended).code).toBe(130);
    expect(gateway.requests).toEqual([]);
  });

  test.each([
    ['y\r', 0, 1],
    ['n\r', 1, 0],
    ['\u0003', 130, 0],
  ])('revoke asks on a terminal: %j exits with %d and revokes %d', async (answer, code, revoked) => {
    const served = await serve();
    const { key } = served.gateway.issue({ name: 'CI' });
    const running = startOnTerminal(['keys', 'revoke', key.id, '--reason', 'left'], withAdmin(served));
    await running.seen('[y/N]');
    running.type(answer);
    expect((await running.ended).code).toBe(code);
    expect(served.gateway.requestsTo(`/admin/api/keys/${key.id}/revoke`)).toBe(revoked);
  });

  test('a terminal gets colours unless NO_COLOR is set', async () => {
    const served = await serve();
    const colored = await startOnTerminal(['keys', 'list'], withAdmin(served)).ended;
    expect(colored.stdout).toContain('\u001b[32mactive');
    const plain = await startOnTerminal(['keys', 'list'], { ...withAdmin(served), NO_COLOR: '1' }).ended;
    expect(plain.stdout).not.toContain('\u001b[');
  });
});
