import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSignInBench, tokenRecords } from '../sign-in-bench.ts';

test('signs out here and at the gateway, and forgets the receipt', async () => {
  const { login, runSignedIn, gateway, keyring, folder } = createSignInBench();
  await login();
  await runSignedIn(['validate']);
  const receipts = join(folder, 'config', 'sign-in-receipts');
  expect(existsSync(receipts)).toBe(true);
  const { code, stdout, stderr } = await runSignedIn(['logout']);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'Signed out.\n', stderr: '' });
  expect(tokenRecords(keyring)).toEqual([]);
  expect(gateway.sessions.list()).toMatchObject([{ status: 'revoked' }]);
  expect(existsSync(receipts)).toBe(false);
});

test('a gateway that cannot be told is told of, and this machine forgets all the same', async () => {
  const { login, runSignedIn, gateway, keyring } = createSignInBench();
  await login();
  gateway.fail('network', { times: Infinity });
  const { code, stdout, stderr } = await runSignedIn(['logout']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'Signed out.\n' });
  expect(stderr).toContain('the gateway was not told and takes them until they end');
  expect(tokenRecords(keyring)).toEqual([]);
});

test('where nobody is signed in there is nothing to do', async () => {
  const { login, runSignedIn, gateway } = createSignInBench();
  expect(await runSignedIn(['logout'])).toMatchObject({ code: 0, stdout: 'Nobody was signed in.\n' });
  expect(gateway.requests).toEqual([]);
  await login();
  await runSignedIn(['logout']);
  expect(await runSignedIn(['logout', '--json'])).toMatchObject({
    code: 0,
    stdout: '{\n  "was_signed_in": false,\n  "revoked": false\n}\n',
  });
});

test('a key of the environment is told of: it goes on to be used', async () => {
  const { login, runSignedIn, gateway } = createSignInBench();
  await login();
  expect((await runSignedIn(['logout'], { key: gateway.adminKey })).stderr).toContain('WICKETGATE_API_KEY is set');
});

test('--all-local forgets a stored key, and what other stores have of a sign-in', async () => {
  const { login, runSignedIn, gateway, keyring, folder } = createSignInBench();
  await login(['--store', 'plain']);
  await login(['--store', 'keyring']);
  await runSignedIn(['login', '--key-stdin'], { stdin: gateway.adminKey });
  expect(keyring.entries.size).toBe(2);
  const { code, stdout } = await runSignedIn(['logout', '--all-local']);
  expect(code).toBe(0);
  expect(stdout.split('\n')).toEqual([
    'Signed out.',
    `Forgot a sign-in in a plain file in ${join(folder, 'config', 'sign-in')}.`,
    'Forgot a key in the keyring.',
    '',
  ]);
  expect(keyring.entries.size).toBe(0);
  expect(gateway.sessions.list({ status: 'active' })).toEqual([]);
  expect((await runSignedIn(['keys', 'list'])).code).toBe(3);
});

test('--all-local on a machine without any of it is no failure', async () => {
  const { run } = createSignInBench();
  expect(await run(['logout', '--all-local'], { key: null })).toMatchObject({
    code: 0,
    stdout: 'Nobody was signed in.\n',
  });
});
