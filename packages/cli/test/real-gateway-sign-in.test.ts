import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createKeyBrowser } from '../../gateway/test/support/key-browser.ts';
import { temporaryFolder } from './cli-harness.ts';
import { type RunningProcess, startCommand } from './command-process.ts';
import { startLiveGateway } from './live-gateway.ts';

// Each test starts processes, on machines that do other work as well.
vi.setConfig({ testTimeout: 90_000 });

const CODE = /│ {3}([B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}) {3}│/;

async function startWorld(settings: Readonly<Record<string, string>> = {}) {
  const gateway = await startLiveGateway(settings);
  const folder = temporaryFolder();
  const env = {
    WICKETGATE_URL: gateway.url,
    WICKETGATE_CONFIG_DIR: join(folder, 'config'),
    WICKETGATE_API_KEY: '',
    // No keyring that this machine may happen to have, and no browser.
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'nobody')}`,
    DISPLAY: '',
    WAYLAND_DISPLAY: '',
  };
  const browser = createKeyBrowser((request) => fetch(request), gateway.url);
  const start = (...argv: readonly string[]) => startCommand(argv, env);
  const codeOf = async (command: RunningProcess) => CODE.exec(await command.seen(CODE))?.[1] ?? '';
  const login = async (apiKey = gateway.adminKey) => {
    const command = start('login', '--device', '--store', 'plain');
    await browser.activate(await codeOf(command), apiKey, 'allow');
    return command.ended;
  };
  return { ...gateway, folder, start, codeOf, browser, login };
}

test('a sign-in lives its whole life in the real gateway', async () => {
  const { start, login } = await startWorld();
  const signedIn = await login();
  expect(signedIn).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Signed in as .+ a plain file in /) as string,
  });

  expect((await start('whoami').ended).stdout).toMatch(/^role +admin$/m);
  expect((await start('validate').ended).stdout).toMatch(/^sign-in +Wicketgate command/m);
  const listed = await start('sessions', 'list', '--json').ended;
  const { items } = JSON.parse(listed.stdout) as { items: { id: string }[] };
  expect(items).toMatchObject([{ client_id: 'wicketgate-cli', status: 'active', source: 'key' }]);

  const token = await start('token').ended;
  expect(token).toMatchObject({ code: 0, stdout: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/) as string });
  const renewed = await start('token', '--renew').ended;
  expect(renewed.code).toBe(0);
  expect(renewed.stdout).not.toBe(token.stdout);

  expect(await start('logout').ended).toMatchObject({ code: 0, stdout: 'Signed out.\n', stderr: '' });
  expect((await start('whoami').ended).code).toBe(3);
});

test('an administrator ends a sign-in, and the command says so', async () => {
  const { start, login } = await startWorld();
  await login();
  const { items } = JSON.parse((await start('sessions', 'list', '--json').ended).stdout) as { items: { id: string }[] };
  const revoke = await start('sessions', 'revoke', items[0]?.id ?? '', '--reason', 'lost laptop', '--yes').ended;
  expect(revoke.code).toBe(0);
  const { code, stderr } = await start('keys', 'list').ended;
  expect(code).toBe(3);
  expect(stderr).toContain('Your sign-in has ended.');
});

test('tokens of one second are refreshed behind every command', async () => {
  const { start, login } = await startWorld({ WICKETGATE_ACCESS_TOKEN_TTL: '1' });
  await login();
  for (let round = 0; round < 4; round++) expect((await start('keys', 'list').ended).code).toBe(0);
  const crowd = await Promise.all(Array.from({ length: 4 }, () => start('whoami').ended));
  expect(crowd.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
});

test('Deny is Deny', async () => {
  const { start, codeOf, browser, adminKey, folder } = await startWorld();
  const command = start('login', '--device', '--store', 'plain');
  await browser.activate(await codeOf(command), adminKey, 'deny');
  expect((await command.ended).code).toBe(3);
  expect(existsSync(join(folder, 'config', 'sign-in'))).toBe(false);
});

test('the browser comes back to the command', async () => {
  const { start, browser, adminKey } = await startWorld();
  const command = start('login', '--browser', '--store', 'plain');
  const [page = ''] = /http:\/\/127\.0\.0\.1:\d+\/authorize\S+/.exec(await command.seen(/authorize\S+\s/)) ?? [];
  const back = await fetch(await browser.authorize(page, adminKey));
  expect(await back.text()).toContain('You can close this page');
  expect((await command.ended).code).toBe(0);
  expect((await start('whoami').ended).code).toBe(0);
});

test('Ctrl-C in the middle leaves nothing, and the command can be run again', async () => {
  const { start, codeOf, login, folder } = await startWorld();
  const command = start('login', '--device', '--store', 'plain');
  await codeOf(command);
  command.child.kill('SIGINT');
  expect(await command.ended).toMatchObject({ code: 130, stdout: '' });
  const config = join(folder, 'config');
  expect(existsSync(config) ? readdirSync(config) : []).toEqual([]);
  expect((await login()).code).toBe(0);
});
