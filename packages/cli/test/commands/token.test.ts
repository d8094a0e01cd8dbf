import { expect, test } from 'vitest';
import { createSignInBench } from '../sign-in-bench.ts';

test('a pipe gets the access token alone on its line', async () => {
  const { login, runSignedIn } = createSignInBench();
  await login();
  const { code, stdout, stderr } = await runSignedIn(['token']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
});

test.each([[['--format', 'json']], [['--json']]])('%j has its end, and whose it is', async (argv) => {
  const { login, runSignedIn } = createSignInBench();
  await login();
  const { stdout } = await runSignedIn(['token', ...argv]);
  expect(JSON.parse(stdout)).toEqual({
    access_token: expect.stringMatching(/^eyJ/) as string,
    token_type: 'Bearer',
    expires_at: expect.stringMatching(/^2026-01-01T00:[23]\d:\d\d\.000Z$/) as string,
    issuer: 'https://gateway.example.com',
    person: { id: 'corp:dev', email: 'dev@example.com', name: 'Dev' },
    scopes: ['tools:call'],
  });
});

test.each([[[]], [['--json']], [['--format', 'json']]])(
  'a terminal gets none, %j or not, and is told how',
  async (argv) => {
    const { login, runSignedIn } = createSignInBench();
    await login();
    const { code, stdout, stderr } = await runSignedIn(['token', ...argv], { stdoutIsTty: true });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('pipe');
    expect(stderr).not.toMatch(/eyJ[\w-]+\./);
  },
);

test('one that is over is refreshed first', async () => {
  const { login, runSignedIn, clock } = createSignInBench();
  await login();
  const before = (await runSignedIn(['token'])).stdout;
  expect((await runSignedIn(['token'])).stdout).toBe(before);
  await clock.advance(31 * 60_000);
  const after = (await runSignedIn(['token'])).stdout;
  expect(after).toMatch(/^eyJ/);
  expect(after).not.toBe(before);
});

test('one that is about to end is refreshed first, unless the gateway is out of reach', async () => {
  const { login, runSignedIn, clock, gateway } = createSignInBench();
  await login();
  const before = (await runSignedIn(['token'])).stdout;
  await clock.advance(26 * 60_000);
  gateway.fail('network', { times: Infinity });
  expect((await runSignedIn(['token'])).stdout).toBe(before);
  gateway.heal();
  const after = (await runSignedIn(['token'])).stdout;
  expect(after).toMatch(/^eyJ/);
  expect(after).not.toBe(before);
});

test('--renew prints another one than before', async () => {
  const { login, runSignedIn } = createSignInBench();
  await login();
  const before = (await runSignedIn(['token'])).stdout;
  const after = (await runSignedIn(['token', '--renew'])).stdout;
  expect(after).toMatch(/^eyJ/);
  expect(after).not.toBe(before);
  expect((await runSignedIn(['token'])).stdout).toBe(after);
});

test('a key is no sign-in: it is never printed', async () => {
  const { run } = createSignInBench();
  const { code, stdout, stderr } = await run(['token']);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain('(not_signed_in)');
});

test('after the sign-in was ended elsewhere there is none, and nobody is asked anything', async () => {
  const { login, runSignedIn, gateway, clock } = createSignInBench();
  await login();
  gateway.sessions.revokeAll(undefined, 'test', 'admin');
  await clock.advance(31 * 60_000);
  const { code, stdout } = await runSignedIn(['token'], { answers: [] });
  expect(code).toBe(3);
  expect(stdout).toBe('');
});

test('a gateway that is out of reach ends with 5, and the sign-in stays', async () => {
  const { login, runSignedIn, gateway, clock } = createSignInBench();
  await login();
  await clock.advance(31 * 60_000);
  gateway.fail('network', { times: Infinity });
  expect((await runSignedIn(['token'])).code).toBe(5);
  gateway.heal();
  expect((await runSignedIn(['token'])).code).toBe(0);
});
