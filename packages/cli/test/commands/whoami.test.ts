import { expect, test } from 'vitest';
import { createSignInBench } from '../sign-in-bench.ts';

test('tells who is signed in, by what and until when', async () => {
  const { login, runSignedIn, gateway } = createSignInBench();
  await login();
  const [session] = gateway.sessions.list();
  const { code, stdout, stderr } = await runSignedIn(['whoami']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.trimEnd().split('\n')).toEqual([
    'who     corp:dev (Dev, dev@example.com)',
    'tier    pro',
    'role    user',
    'scopes  tools:call',
    `client  Wicketgate command (sign-in ${session?.id ?? ''})`,
    'from    sign-in in the keyring (Memory)',
    expect.stringMatching(/^until {3}2026-01-0\dT/) as string,
  ]);
});

test('--json has it for a script', async () => {
  const { login, json, keyring } = createSignInBench();
  await login();
  expect(await json(['whoami'], { key: null, keyring })).toMatchObject({
    principal: { id: 'corp:dev', email: 'dev@example.com', name: 'Dev' },
    tier: 'pro',
    role: 'user',
    scopes: ['tools:call'],
    key: null,
    session: { client_id: 'wicketgate-cli' },
    source: { id: 'session', place: 'sign-in in the keyring (Memory)' },
    store: 'keyring',
    offline: null,
  });
});

test('of a key it tells where it came from', async () => {
  const { json } = createSignInBench();
  expect(await json(['whoami'])).toMatchObject({
    role: 'admin',
    session: null,
    source: { id: 'environment', place: 'variable WICKETGATE_API_KEY' },
    store: null,
    expires_at: null,
  });
});

test('offline it says so, with what a receipt or the sign-in itself knows', async () => {
  const { login, json, runSignedIn, gateway, keyring } = createSignInBench();
  await login();
  gateway.fail('network', { times: Infinity });
  const bare = await runSignedIn(['whoami']);
  expect(bare).toMatchObject({ code: 0, stderr: '' });
  expect(bare.stdout).toMatch(/^offline \(offline\)[\s\S]*\nwho +corp:dev/);
  expect(bare.stdout).not.toMatch(/^tier/m);
  gateway.heal();
  await runSignedIn(['whoami']);
  gateway.fail('network', { times: Infinity });
  expect(await json(['whoami'], { key: null, keyring })).toMatchObject({ tier: 'pro', offline: 'offline' });
});

test('offline when the access token is over, it still tells who', async () => {
  const { login, runSignedIn, gateway, clock } = createSignInBench();
  await login();
  await clock.advance(31 * 60_000);
  gateway.fail('network', { times: Infinity });
  const { code, stdout } = await runSignedIn(['whoami']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^offline \(offline\)[\s\S]*\nwho +corp:dev[\s\S]*\nfrom +sign-in/);
});

test('of a key that nobody can be asked about nothing is known', async () => {
  const { run, gateway } = createSignInBench();
  gateway.fail('network', { times: Infinity });
  expect(await run(['whoami'])).toMatchObject({ code: 5, stdout: '' });
});

test('a key that is refused ends with 3', async () => {
  const { run, gateway } = createSignInBench();
  gateway.fail({ code: 'key_revoked' });
  expect((await run(['whoami'])).code).toBe(3);
});

test('nobody is nobody: 3, and how to sign in', async () => {
  const { runSignedIn } = createSignInBench();
  const { code, stderr } = await runSignedIn(['whoami']);
  expect(code).toBe(3);
  expect(stderr).toContain('`wicketgate login`');
});
