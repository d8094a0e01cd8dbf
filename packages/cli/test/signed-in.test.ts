import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GRANT_TYPES, OAUTH_PATHS, TOKEN_TYPES } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import { expect, test } from 'vitest';
import { approving, createSignInBench, DEV } from './sign-in-bench.ts';

const ADMIN = { ...DEV, role: 'admin' } as const;
const LIST = ['keys', 'list'];
const MASTER_KEY = Buffer.from(createSeededRandom(5)(new Uint8Array(32))).toString('base64');

test('a sign-in serves every command that needs a key', async () => {
  const { login, runSignedIn } = createSignInBench();
  await login([], ADMIN);
  expect((await runSignedIn(LIST)).code).toBe(0);
  const { code, stdout } = await runSignedIn(['validate']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^sign-in +Wicketgate command/m);
});

test('a key of the environment goes before it, and so does one that is given', async () => {
  const { login, json, gateway, keyring } = createSignInBench();
  await login([], ADMIN);
  const { apiKey } = gateway.issue({ owner: { id: 'of-the-environment' } });
  expect(await json(['whoami'], { key: apiKey, keyring })).toMatchObject({ principal: { id: 'of-the-environment' } });
  const given = { key: null, keyring, stdin: gateway.adminKey };
  expect(await json(['whoami', '--key-stdin'], given)).toMatchObject({ source: { id: 'explicit' } });
});

test('a token that is refused is refreshed once, and the call is made once more', async () => {
  const { login, runSignedIn, gateway, clock } = createSignInBench();
  await login([], ADMIN);
  gateway.signIn.expireAccessTokens();
  await clock.advance(1_000);
  const before = gateway.requests.length;
  const argv = ['keys', 'create', '--name', 'CI', '--owner', 'dev@example.com'];
  const { code, stdout } = await runSignedIn(argv);
  expect({ code, lines: stdout.split('\n').length }).toEqual({ code: 0, lines: 2 });
  const paths = gateway.requests.slice(before).map(({ path }) => path);
  expect(paths.filter((path) => path === OAUTH_PATHS.token)).toHaveLength(1);
  expect(paths.filter((path) => path === '/admin/api/keys')).toHaveLength(2);
  expect(gateway.keys.list().filter(({ name }) => name === 'CI')).toHaveLength(1);
});

test('validate refreshes a token that is refused as well', async () => {
  const { login, runSignedIn, gateway, clock } = createSignInBench();
  await login();
  gateway.signIn.expireAccessTokens();
  await clock.advance(1_000);
  expect((await runSignedIn(['validate'])).code).toBe(0);
});

test('a refusal that stays is told, and not repeated for ever', async () => {
  const { login, runSignedIn, gateway } = createSignInBench();
  await login([], ADMIN);
  const before = gateway.requests.length;
  const fetch = (url: string, init: RequestInit) => {
    if (!url.endsWith('/admin/api/keys')) return gateway.fetch(url, init);
    gateway.fail({ code: 'unknown_token' });
    return gateway.fetch(url, init);
  };
  const { code, stderr } = await runSignedIn(LIST, { fetch });
  expect(code).toBe(3);
  expect(stderr).toMatch(/`wicketgate login`[\s\S]*\(unknown_token/);
  expect(gateway.requests.slice(before).filter(({ path }) => path === '/admin/api/keys')).toHaveLength(2);
});

test('a sign-in that has ended is told to a script, and no key speaks in its place', async () => {
  const { login, runSignedIn, gateway, keyring } = createSignInBench();
  await runSignedIn(['login', '--key-stdin'], { stdin: gateway.adminKey });
  await login([], ADMIN);
  gateway.sessions.revokeAll(undefined, 'test', 'admin');
  const { code, stderr } = await runSignedIn(LIST);
  expect(code).toBe(3);
  expect(stderr).toMatch(/Your sign-in has ended\.[\s\S]*`wicketgate login`[\s\S]*\(not_signed_in\)/);
  expect([...keyring.entries.values()]).toEqual([gateway.adminKey]);
});

test('whoever sits there is asked to sign in again, and the command goes on', async () => {
  const { login, runSignedIn, gateway } = createSignInBench();
  await login([], ADMIN);
  gateway.sessions.revokeAll(undefined, 'test', 'admin');
  const meanwhile = approving(gateway, ADMIN);
  const { code, stdout, stderr } = await runSignedIn(LIST, { answers: ['y'], meanwhile });
  expect(stderr).toContain('Your sign-in has ended. Sign in again now? [Y/n]');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ID +NAME/);
});

test('with --json nobody is asked: stdout is for one document', async () => {
  const { login, runSignedIn, gateway } = createSignInBench();
  await login([], ADMIN);
  gateway.sessions.revokeAll(undefined, 'test', 'admin');
  const { code, stdout, stderr } = await runSignedIn([...LIST, '--json'], { answers: ['y'] });
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'not_signed_in' } });
});

test('after a no it is as in a script', async () => {
  const { login, runSignedIn, gateway } = createSignInBench();
  await login([], ADMIN);
  gateway.sessions.revokeAll(undefined, 'test', 'admin');
  expect((await runSignedIn(LIST, { answers: ['n'] })).code).toBe(3);
});

test('network trouble signs nobody out', async () => {
  const { login, runSignedIn, gateway, clock } = createSignInBench();
  await login([], ADMIN);
  await clock.advance(6 * 86_400_000);
  gateway.fail('network', { times: Infinity });
  expect((await runSignedIn(LIST)).code).toBe(5);
  gateway.fail({ code: 'unavailable' }, { times: Infinity });
  expect((await runSignedIn(LIST)).code).toBe(5);
  gateway.heal();
  expect((await runSignedIn(LIST)).code).toBe(0);
});

test('offline the receipt of a sign-in vouches for it, also when its token is over, and ends with it', async () => {
  const { login, runSignedIn, gateway, clock } = createSignInBench();
  await login();
  await runSignedIn(['validate']);
  gateway.fail('network', { times: Infinity });
  await clock.advance(31 * 60_000);
  const { code, stdout } = await runSignedIn(['validate']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^valid, but the gateway cannot be reached/);
  await runSignedIn(['logout']);
  expect((await runSignedIn(['validate'])).code).toBe(3);
});

test('a key in the encrypted file is found after the keyring was looked at', async () => {
  const { run, gateway } = createSignInBench();
  const env = { WICKETGATE_MASTER_KEY: MASTER_KEY };
  await run(['secrets', 'set', 'WICKETGATE_API_KEY', '--stdin', '--yes'], { key: null, env, stdin: gateway.adminKey });
  expect((await run(LIST, { key: null, env })).code).toBe(0);
});

test('nobody is asked for a passphrase because of a key that the file does not have', async () => {
  const { run, folder, gateway } = createSignInBench();
  const passphrase = join(folder, 'passphrase');
  mkdirSync(folder, { recursive: true });
  writeFileSync(passphrase, 'correct horse battery', { mode: 0o600 });
  const set = ['secrets', 'set', 'GITHUB_TOKEN', '--generate', '--yes', '--wrap', 'passphrase'];
  await run([...set, '--new-passphrase-file', passphrase], { key: null });
  const { code, stderr } = await run(LIST, { key: null, answers: [gateway.adminKey] });
  expect(code).toBe(0);
  expect(stderr).not.toContain('Passphrase');
});

test('a stored key that cannot be opened is told of, and not passed over', async () => {
  const { run, gateway } = createSignInBench();
  const env = { WICKETGATE_MASTER_KEY: MASTER_KEY };
  await run(['secrets', 'set', 'WICKETGATE_API_KEY', '--stdin', '--yes'], { key: null, env, stdin: gateway.adminKey });
  const { code, stderr } = await run(LIST, { key: null });
  expect(code).toBe(78);
  expect(stderr).toContain('(no_wrapping_key)');
});

test('a pipeline exchanges the token of its platform, which goes before a sign-in', async () => {
  const { login, runSignedIn, gateway } = createSignInBench();
  await login();
  const { tokens } = await gateway.signIn.open({ principal: { id: 'ci:main' }, role: 'admin', source: 'federation' });
  const forms: string[] = [];
  const fetch = (url: string, init: RequestInit) => {
    if (!url.endsWith(OAUTH_PATHS.token)) return gateway.fetch(url, init);
    forms.push(init.body as string);
    const { refresh_token: _, ...answer } = tokens;
    return Promise.resolve(Response.json({ ...answer, issued_token_type: TOKEN_TYPES.accessToken }));
  };
  const env = { WICKETGATE_ID_TOKEN: 'eyJhbGciOiJub25lIn0.e30.c2ln' };
  const { code, stdout } = await runSignedIn(['whoami'], { env, fetch });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^who +ci:main$/m);
  expect(stdout).toMatch(/^from +variable WICKETGATE_ID_TOKEN$/m);
  expect(new URLSearchParams(forms[0]).get('grant_type')).toBe(GRANT_TYPES.tokenExchange);
});

test('a pipeline that the gateway has no rule for is told why', async () => {
  const { runSignedIn, gateway } = createSignInBench();
  const fetch = (url: string, init: RequestInit) => {
    if (!url.endsWith(OAUTH_PATHS.token)) return gateway.fetch(url, init);
    const refusal = { error: 'invalid_grant', error_description: 'No rule fits this pipeline.' };
    return Promise.resolve(Response.json(refusal, { status: 400 }));
  };
  const env = { WICKETGATE_ID_TOKEN: 'eyJhbGciOiJub25lIn0.e30.c2ln' };
  const { code, stderr } = await runSignedIn(LIST, { env, fetch });
  expect(code).toBe(3);
  expect(stderr).toMatch(/variable WICKETGATE_ID_TOKEN: .*No rule fits this pipeline[\s\S]*\(no_key\)/);
});

test('who has never signed in does without the keyring until nothing else is left', async () => {
  const { run, keyring, gateway } = createSignInBench();
  const untouched = { ...keyring, get: () => Promise.reject(new Error('touched')) };
  expect((await run(LIST, { keyring: untouched })).code).toBe(0);
  expect(gateway.requestsTo(OAUTH_PATHS.metadata)).toBe(0);
});
