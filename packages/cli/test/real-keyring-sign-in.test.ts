import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createFakeGateway } from '@wicketgate/testing';
import { serveOverHttp } from '@wicketgate/testing/http';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createSession, endProgram, whyNoSession } from '../../secrets/test/node/keyring/secret-service-session.ts';
import { startCommand } from './command-process.ts';
import { DEV } from './sign-in-bench.ts';

// The command together with the real gnome-keyring on a real session bus, as on the desktop of a person.
vi.setConfig({ testTimeout: 120_000 });

const WHY_NOT = await whyNoSession();
const CODE = /│ {3}(\S{4}-\S{4}) {3}│/;

beforeEach(({ skip }) => {
  // There it is installed, and a suite that is skipped proves nothing.
  if (process.env['CI'] === 'true' && process.platform === 'linux') expect(WHY_NOT).toBeUndefined();
  skip(WHY_NOT !== undefined, WHY_NOT);
});

async function createDesktop() {
  const session = await createSession();
  await session.startBus();
  const daemon = await session.startKeyring('unlocked');
  const gateway = createFakeGateway({ signIn: { pollSeconds: 1 } });
  const tokens: string[] = [];
  const server = await serveOverHttp(async (request) => {
    const answer = await gateway.fetch(request);
    for (const [, token = ''] of (await answer.clone().text()).matchAll(/"(?:access|refresh)_token":"([^"]+)"/g)) {
      tokens.push(token);
    }
    return answer;
  });
  onTestFinished(() => server.close());
  const env = {
    ...session.env,
    WICKETGATE_URL: server.url,
    WICKETGATE_CONFIG_DIR: join(session.folder, 'config'),
    WICKETGATE_API_KEY: '',
    WICKETGATE_MASTER_KEY: '',
    DISPLAY: '',
    WAYLAND_DISPLAY: '',
  };
  const start = (...argv: readonly string[]) => startCommand(argv, env);
  const login = async () => {
    const command = start('login');
    gateway.signIn.approve(CODE.exec(await command.seen(CODE))?.[1] ?? '', DEV);
    return command.ended;
  };
  const inTheClear = () =>
    readdirSync(session.folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(session.folder, name))
      .filter((path) => statSync(path).isFile())
      .filter((path) => tokens.some((token) => readFileSync(path).includes(token)));
  return { session, daemon, gateway, tokens, start, login, inTheClear };
}

test('a sign-in goes into the keyring by itself, is found by the next process and gone after logout', async () => {
  const { start, login, tokens, inTheClear, gateway } = await createDesktop();
  const { code, stdout } = await login();
  expect(code).toBe(0);
  expect(stdout).toContain('The sign-in is in the keyring (Secret Service).');
  expect((await start('whoami').ended).stdout).toMatch(/^who +corp:dev/m);
  expect(tokens.length).toBeGreaterThan(0);
  expect(inTheClear()).toEqual([]);
  expect((await start('logout').ended).stdout).toBe('Signed out.\n');
  expect((await start('whoami').ended).code).toBe(3);
  expect(gateway.sessions.list()).toMatchObject([{ status: 'revoked' }]);
});

test('with the keyring locked the sign-in stays shut, and nothing takes its place', async () => {
  const { session, daemon, start, login } = await createDesktop();
  await login();
  await endProgram(daemon);
  await session.startKeyring('started');
  for (const argv of [['whoami'], ['token'], ['logout']]) {
    const { code, stdout, stderr } = await start(...argv).ended;
    expect({ argv, code, stdout }).toEqual({ argv, code: 3, stdout: '' });
    expect(stderr).toContain('(keyring_locked)');
  }
});
