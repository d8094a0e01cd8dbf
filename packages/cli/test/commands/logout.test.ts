import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MASTER_KEY } from '../secrets-bench.ts';
import { lockedKeyring } from '../keyrings.ts';
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
  expect(stderr.match(/could not be told/g)).toHaveLength(1);
  expect(stderr).toContain('but the gateway takes them until they end');
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

test('a keyring that is locked is told of, with what may still be there', async () => {
  const { login, runSignedIn, keyring, folder } = createSignInBench();
  await login();
  await runSignedIn(['validate']);
  const { code, stdout, stderr } = await runSignedIn(['logout'], { keyring: lockedKeyring(keyring) });
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain('There may still be the sign-in in the keyring (Memory).');
  expect(stderr).toMatch(/`wicketgate sessions revoke`[\s\S]*\(keyring_locked\)/);
  expect(existsSync(join(folder, 'config', 'sign-in-receipts'))).toBe(false);
  expect((await runSignedIn(['logout'])).stdout).toBe('Signed out.\n');
});

test('with --json the failure is one document', async () => {
  const { login, runSignedIn, keyring } = createSignInBench();
  await login();
  const { stdout, stderr } = await runSignedIn(['logout', '--json'], { keyring: lockedKeyring(keyring) });
  expect(stdout).toBe('');
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'keyring_locked' } });
});

test('--all-local forgets what it can reach beside a keyring that is locked', async () => {
  const { login, runSignedIn, gateway, keyring, folder } = createSignInBench();
  await login(['--store', 'plain']);
  const config = join(folder, 'config');
  // As an earlier version of the command left it.
  writeFileSync(join(config, 'config.json'), '{"store":"keyring"}');
  await login();
  const env = { WICKETGATE_MASTER_KEY: MASTER_KEY };
  const set = ['secrets', 'set', 'WICKETGATE_API_KEY', '--stdin', '--yes', '--wrap', 'master-key'];
  await runSignedIn(set, { env, stdin: gateway.adminKey });
  const { code, stderr } = await runSignedIn(['logout', '--all-local'], { env, keyring: lockedKeyring(keyring) });
  expect(code).toBe(3);
  expect(stderr).not.toContain('Signed out.');
  expect(stderr).toContain(`Forgot a sign-in in a plain file in ${join(config, 'sign-in')}.`);
  expect(stderr).toContain('Forgot a key in the encrypted file.');
  expect(stderr).toContain('There may still be a key in the keyring.');
  expect(readdirSync(join(config, 'sign-in')).filter((name) => name.endsWith('.json'))).toEqual([]);
});

test('--all-local opens no file that has nothing of it', async () => {
  const { login, runSignedIn, folder } = createSignInBench();
  const passphrase = join(folder, 'passphrase');
  writeFileSync(passphrase, 'correct horse battery', { mode: 0o600 });
  const set = ['secrets', 'set', 'GITHUB_TOKEN', '--generate', '--yes', '--wrap', 'passphrase'];
  await runSignedIn([...set, '--new-passphrase-file', passphrase]);
  await login();
  expect(await runSignedIn(['logout', '--all-local'])).toEqual({ code: 0, stdout: 'Signed out.\n', stderr: '' });
});

test('what was done is told beside what was not', async () => {
  const { login, runSignedIn, keyring } = createSignInBench();
  await login(['--store', 'plain']);
  const { code, stderr } = await runSignedIn(['logout', '--all-local'], { keyring: lockedKeyring(keyring) });
  expect(code).toBe(3);
  expect(stderr).toMatch(/^Signed out\.\nThere may still be a sign-in in the keyring \(Memory\)\./);
});

test('a record that can be read and not removed is ended at the gateway all the same', async () => {
  const { login, runSignedIn, gateway, keyring } = createSignInBench();
  await login();
  const readOnly = { ...lockedKeyring(keyring), get: (account: string) => keyring.get(account) };
  expect((await runSignedIn(['logout'], { keyring: readOnly })).code).toBe(3);
  expect(gateway.sessions.list()).toMatchObject([{ status: 'revoked' }]);
});

test('--all-local forgets a stored key, and what other stores have of a sign-in', async () => {
  const { login, runSignedIn, gateway, keyring, folder } = createSignInBench();
  await login(['--store', 'plain']);
  writeFileSync(join(folder, 'config', 'config.json'), '{"store":"keyring"}');
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
