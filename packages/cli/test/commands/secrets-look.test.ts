import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SecretsError } from '@wicketgate/secrets';
import { expect, test, vi } from 'vitest';
import { fakeKeyring, noKeyring } from '../keyrings.ts';
import { createSecretsBench, MASTER_KEY, VALUE } from '../secrets-bench.ts';

vi.setConfig({ testTimeout: 30_000 });

const TOKEN = { name: 'APP_TOKEN', aliases: ['OLD_TOKEN'], purpose: 'to test', pattern: 'v4lue-[\\w-]+' };

test('a list tells what is set, from where and how long it is, and never a value', async () => {
  const { run, json, keep, writeProject } = createSecretsBench();
  writeProject([TOKEN, { name: 'MORE', required: false }]);
  await keep('APP_TOKEN');
  const text = await run(['secrets', 'list']);
  expect(text.stdout).toMatch(/^APP_TOKEN +file +\[redacted …7788\] +23 +required$/m);
  expect(text.stdout).toMatch(/^MORE +- +not set +-$/m);
  expect(text.stderr).toContain('1 of 2 set (development).');
  const document = await json(['secrets', 'list']);
  expect(document).toMatchObject({
    environment: 'development',
    items: [
      { name: 'APP_TOKEN', is_set: true, required: true, shown: '[redacted …7788]', length: 23, fits: true },
      { name: 'MORE', is_set: false, required: false },
    ],
  });
  for (const shown of [text.stdout, text.stderr, JSON.stringify(document)])
    expect(shown).not.toContain(VALUE.slice(3, 12));
});

test('--required and --missing narrow a list', async () => {
  const { json, keep, writeProject } = createSecretsBench();
  writeProject([TOKEN, { name: 'LEFT' }, { name: 'MORE', required: false }]);
  await keep('APP_TOKEN');
  const names = async (...words: string[]) =>
    ((await json(['secrets', 'list', ...words]))['items'] as { name: string }[]).map(({ name }) => name);
  expect(await names('--required')).toEqual(['APP_TOKEN', 'LEFT']);
  expect(await names('--missing')).toEqual(['LEFT', 'MORE']);
  expect(await names('--missing', '--required')).toEqual(['LEFT']);
});

test('a list remarks on shadowing, an odd form and age', async () => {
  const { run, clock, keep, writeProject } = createSecretsBench();
  writeProject([
    { ...TOKEN, rotationDays: 1 },
    { name: 'ODD', pattern: 'x+' },
  ]);
  await keep('APP_TOKEN');
  await keep('ODD', 'xx');
  await clock.advance(2 * 86_400_000);
  expect((await run(['secrets', 'list'])).stdout).toMatch(/^APP_TOKEN .*due to be replaced$/m);
  const { stdout } = await run(['secrets', 'list'], { env: { APP_TOKEN: 'v4lue-other', ODD: 'y' } });
  expect(stdout).toMatch(/^APP_TOKEN +environment .*also in file with another value$/m);
  expect(stdout).toMatch(/^ODD .*unusual form/m);
});

test('without a project the built-in secrets are listed, and what is stored beside them', async () => {
  const { json, keep } = createSecretsBench();
  await keep('MY_OWN');
  const { items } = (await json(['secrets', 'list'])) as { items: { name: string; from?: { source: string } }[] };
  expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(['GITHUB_TOKEN', 'MY_OWN']));
});

test('a file that does not open hides no other secret', async () => {
  const { run, keep } = createSecretsBench();
  await keep('MY_OWN');
  const { code, stdout } = await run(['secrets', 'list'], {
    env: { WICKETGATE_MASTER_KEY: undefined, GITHUB_TOKEN: 'from the environment' },
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^MY_OWN .*not known: file \(no_wrapping_key\)$/m);
  expect(stdout).toMatch(/^GITHUB_TOKEN +environment/m);
});

test('what a place that fails may hold is not known, and is not called unset; why is told once', async () => {
  const { run, json, keep, vault } = createSecretsBench();
  await keep('MY_OWN');
  await keep('MY_OTHER');
  writeFileSync(vault, readFileSync(vault, 'utf8').replace(/"mac": "./, '"mac": "_'));
  const list = await run(['secrets', 'list']);
  expect(list.stdout).toMatch(/^MY_OWN +- +not known /m);
  expect(list.stderr.match(/Not known from file: .* is damaged/g)).toHaveLength(1);
  const explained = await run(['secrets', 'explain', 'MY_OWN']);
  expect(explained.stdout).toMatch(/^file +MY_OWN +failed \(corrupt_file\)/m);
  expect(explained.stderr).not.toContain('not set');
  expect(await json(['secrets', 'list', '--missing'])).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ name: 'MY_OWN', is_set: false })]) as unknown,
  });
});

test.each([
  ['secrets', 'get'],
  ['secrets', 'get', '--json'],
  ['secrets', 'explain'],
  ['secrets', 'delete'],
  ['secrets', 'delete', '--all', '--yes'],
  ['secrets', 'export', '--only'],
])('a name that nobody knows and that may be a value is not repeated: %s %s %s', async (...words) => {
  const { run, keep } = createSecretsBench();
  await keep('MY_OWN');
  const typed = 'hunter2wasmypassword';
  const { code, stdout, stderr } = await run([...words, typed]);
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toContain('history of the shell');
  expect(stderr).not.toContain('hunter2');
  await keep(typed);
  expect((await run([...words, typed, ...(words.includes('delete') ? ['--yes'] : [])])).code).toBe(0);
});

test('a file that was named and is not there is told', async () => {
  const { run, project } = createSecretsBench();
  const { stderr } = await run(['secrets', 'list', '--file', 'tpyo.json']);
  expect(stderr).toContain(`There is no encrypted file ${join(project, 'tpyo.json')} yet.`);
  expect((await run(['secrets', 'list'])).stderr).not.toContain('There is no encrypted file');
});

test('get prints the value alone into a pipe', async () => {
  const { run, keep } = createSecretsBench();
  await keep('APP_TOKEN');
  expect(await run(['secrets', 'get', 'APP_TOKEN', '--quiet'])).toEqual({ code: 0, stdout: `${VALUE}\n`, stderr: '' });
});

test('get shows a terminal where the value is, and the value with --reveal alone', async () => {
  const { run, keep } = createSecretsBench();
  await keep('APP_TOKEN');
  const shown = await run(['secrets', 'get', 'APP_TOKEN'], { stdoutIsTty: true });
  expect(shown.stdout).toContain('[redacted …7788]');
  expect(shown.stdout + shown.stderr).not.toContain(VALUE);
  expect(shown.stderr).toContain('--reveal');
  const revealed = await run(['secrets', 'get', 'APP_TOKEN', '--reveal'], { stdoutIsTty: true });
  expect(revealed.stdout).toBe(`${VALUE}\n`);
});

test('a value that is revealed cannot act on the terminal', async () => {
  const { run } = createSecretsBench();
  const env = { ODD: 'a\u001b[2Jb\u009b31mc' };
  const revealed = await run(['secrets', 'get', 'ODD', '--reveal'], { stdoutIsTty: true, env });
  expect(revealed.stdout).toMatch(/^[^\p{Cc}]*\n$/u);
  expect((await run(['secrets', 'get', 'ODD'], { env })).stdout).toBe(`${env.ODD}\n`);
});

test('get --json holds the value with --reveal alone', async () => {
  const { json, keep } = createSecretsBench();
  await keep('APP_TOKEN');
  const closed = await json(['secrets', 'get', 'APP_TOKEN']);
  expect(closed).toMatchObject({ name: 'APP_TOKEN', shown: '[redacted …7788]', length: 23, from: { source: 'file' } });
  expect(JSON.stringify(closed)).not.toContain(VALUE);
  expect(await json(['secrets', 'get', 'APP_TOKEN', '--reveal'])).toMatchObject({ value: VALUE });
});

test.each([[[]], [['--json']]])('what is nowhere is not found (%j), and where it is made is told', async (words) => {
  const { run, writeProject } = createSecretsBench();
  writeProject([{ ...TOKEN, url: 'https://tokens.example.com/new' }]);
  const { code, stdout, stderr } = await run(['secrets', 'get', 'APP_TOKEN', ...words]);
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toContain('missing_secret');
  expect(stderr).toContain('https://tokens.example.com/new');
});

test('an alias serves, and the name itself goes first', async () => {
  const { run, writeProject } = createSecretsBench();
  writeProject([TOKEN]);
  const get = async (env: Record<string, string>) => (await run(['secrets', 'get', 'APP_TOKEN'], { env })).stdout;
  expect(await get({ OLD_TOKEN: 'old' })).toBe('old\n');
  expect(await get({ OLD_TOKEN: 'old', APP_TOKEN: 'new' })).toBe('new\n');
  expect(await get({ OLD_TOKEN: 'old', APP_TOKEN: ' ' })).toBe('old\n');
});

test('explain shows every place in its order: used, shadowed with the same or another value, empty, absent, skipped', async () => {
  const { run, json, keep, project, writeProject } = createSecretsBench();
  writeProject([TOKEN]);
  await keep('APP_TOKEN');
  writeFileSync(join(project, '.env.local'), `APP_TOKEN=${VALUE}\n`, { mode: 0o600 });
  writeFileSync(join(project, '.env'), 'X=1\nAPP_TOKEN=other\n', { mode: 0o600 });
  const env = { APP_TOKEN: '' };
  const { stdout } = await run(['secrets', 'explain', 'APP_TOKEN'], { env });
  expect(stdout).toMatch(/^environment +APP_TOKEN +empty/m);
  expect(stdout).toMatch(/^keyring +APP_TOKEN +skipped \(keyring_unavailable\) +This machine has no keyring\.$/m);
  expect(stdout).toMatch(/^file +APP_TOKEN +used +.*secrets\.development\.json/m);
  expect(stdout).toMatch(/^\.env\.development +APP_TOKEN and 1 more +absent$/m);
  expect(stdout).toMatch(/^\.env\.local +APP_TOKEN +shadowed, the same value +.*\.env\.local, line 1$/m);
  expect(stdout).toMatch(/^\.env +APP_TOKEN +shadowed, another value +.*\.env, line 2$/m);
  expect(stdout).not.toContain(VALUE);
  const { places } = (await json(['secrets', 'explain', 'APP_TOKEN'], { env })) as { places: { source: string }[] };
  expect([...new Set(places.map(({ source }) => source))]).toEqual([
    ...['environment', 'keyring', 'file', '.env.development', '.env.local', '.env', 'command', 'default'],
  ]);
});

test('the keyring goes before the file', async () => {
  const { run, keep } = createSecretsBench();
  const keyring = fakeKeyring();
  await keep('APP_TOKEN', 'in the file', { keyring });
  await run(['secrets', 'set', 'APP_TOKEN', '--stdin', '--to', 'keyring'], { stdin: 'in the keyring', keyring });
  expect((await run(['secrets', 'get', 'APP_TOKEN'], { keyring })).stdout).toBe('in the keyring\n');
  expect(keyring.closed()).toBeGreaterThan(0);
});

test('a dotenv file that others can read is named, once', async () => {
  const { run, project, writeProject } = createSecretsBench();
  writeProject([TOKEN, { name: 'MORE' }]);
  const file = join(project, '.env');
  writeFileSync(file, 'APP_TOKEN=a\nMORE=b\n', { mode: 0o644 });
  const { stderr } = await run(['secrets', 'list']);
  expect(stderr.split(`${file}: others on this machine may read`)).toHaveLength(2);
});

test('a keyring that is locked is told, and one that is absent is not', async () => {
  const { run } = createSecretsBench();
  const locked = new SecretsError('keyring_locked', 'The keyring is locked.');
  const keyring = { ...noKeyring(), get: () => Promise.reject(locked) };
  expect((await run(['secrets', 'list'], { keyring })).stderr).toContain('passed over: The keyring is locked.');
  expect((await run(['secrets', 'list'])).stderr).not.toContain('passed over');
});

test('check is content once every required secret is there, and 4 until then', async () => {
  const { run, json, keep, writeProject } = createSecretsBench();
  writeProject([TOKEN, { name: 'MORE', required: false }]);
  const before = await run(['secrets', 'check']);
  expect(before.code).toBe(4);
  expect(before.stdout).toMatch(/^APP_TOKEN +missing$/m);
  expect(before.stdout).not.toContain('MORE');
  await keep('APP_TOKEN');
  expect((await run(['secrets', 'check'])).code).toBe(0);
  expect(await json(['secrets', 'check'])).toEqual({
    environment: 'development',
    ok: true,
    items: [{ name: 'APP_TOKEN', present: true }],
  });
});

test.each([
  [200, 0, 'works'],
  [401, 3, 'refused (401)'],
  [403, 3, 'forbidden (403)'],
  [429, 6, 'could not be tried (throttled)'],
  [500, 5, 'could not be tried (unexpected status)'],
])('check --probe asks the vendor: %d exits with %d', async (status, exit, words) => {
  const { run, keep, writeProject } = createSecretsBench();
  const probe = { method: 'GET', url: 'https://vendor.example.com/me', present: 'bearer' };
  writeProject([{ ...TOKEN, probe }]);
  await keep('APP_TOKEN');
  const asked: string[] = [];
  const fetch = (url: string) => {
    asked.push(url);
    return Promise.resolve(new Response('{}', { status }));
  };
  const withheld = await run(['secrets', 'check', '--probe'], { fetch });
  expect(withheld).toMatchObject({ code: 3, stdout: expect.stringContaining('secrets allow') as string });
  expect(asked).toEqual([]);
  await run(['secrets', 'allow', '--yes']);
  const { code, stdout } = await run(['secrets', 'check', '--probe'], { fetch });
  expect({ code, asked }).toEqual({ code: exit, asked: [probe.url] });
  expect(stdout).toContain(words);
  expect((await run(['secrets', 'list', '--probe'], { fetch })).stdout).toContain(words);
});

test('another environment has another file and another .env', async () => {
  const { run, keep, project } = createSecretsBench();
  await keep('APP_TOKEN');
  writeFileSync(join(project, '.env.staging'), 'APP_TOKEN=staged\n', { mode: 0o600 });
  expect((await run(['secrets', 'get', 'APP_TOKEN', '--environment', 'staging'])).stdout).toBe('staged\n');
  const env = { WICKETGATE_ENVIRONMENT: 'staging' };
  expect((await run(['secrets', 'get', 'APP_TOKEN'], { env })).stdout).toBe('staged\n');
});

test.each([
  [['--environment', '../x'], {}, 2],
  [[], { WICKETGATE_ENVIRONMENT: '../x' }, 78],
])('an environment that is no name is refused: %j %j exits with %d', async (words, env, code) => {
  const { run } = createSecretsBench();
  expect((await run(['secrets', 'list', ...words], { env })).code).toBe(code);
});

test('--file and WICKETGATE_SECRETS_FILE name another file, relative to the project', async () => {
  const { run, keep, json, project } = createSecretsBench();
  const env = { WICKETGATE_SECRETS_FILE: 'team.json', WICKETGATE_MASTER_KEY: MASTER_KEY };
  await keep('APP_TOKEN', VALUE, { env });
  expect((await run(['secrets', 'get', 'APP_TOKEN'])).code).toBe(4);
  expect((await run(['secrets', 'get', 'APP_TOKEN', '--file', 'team.json'])).stdout).toBe(`${VALUE}\n`);
  expect(await json(['secrets', 'list', '--file', 'team.json'])).toMatchObject({ file: join(project, 'team.json') });
});

test('the schema is that of the package, with or without --json', async () => {
  const { run } = createSecretsBench();
  const { stdout } = await run(['secrets', 'schema']);
  expect(JSON.parse(stdout)).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
  expect((await run(['secrets', 'schema', '--json'])).stdout).toBe(stdout);
});

test('a file that the locked keyring alone opens ends with the refusal of the keyring', async () => {
  const { run, keep } = createSecretsBench();
  const keyring = fakeKeyring();
  const env = { WICKETGATE_MASTER_KEY: undefined };
  await keep('APP_TOKEN', VALUE, { keyring, env });
  const refusing = (code: 'keyring_locked' | 'keyring_unavailable') => {
    const refusal = () => Promise.reject(new SecretsError(code, 'It refuses.', { hint: 'Unlock it.' }));
    return { ...keyring, get: refusal, set: refusal };
  };
  const locked = await run(['secrets', 'get', 'APP_TOKEN'], { keyring: refusing('keyring_locked'), env });
  expect(locked).toMatchObject({ code: 3, stdout: '' });
  expect(locked.stderr).toContain('(keyring_locked)');
  expect(locked.stderr).toContain('Unlock it.');
  const absent = await run(['secrets', 'get', 'APP_TOKEN'], { keyring: refusing('keyring_unavailable'), env });
  expect(absent).toMatchObject({ code: 78, stderr: expect.stringContaining('(keyring_unavailable)') as string });
});

test('a value below a file that a locked keyring keeps shut is not taken for the one in it', async () => {
  const { run, keep, project } = createSecretsBench();
  const keyring = fakeKeyring();
  const env = { WICKETGATE_MASTER_KEY: undefined };
  await keep('APP_TOKEN', VALUE, { keyring, env });
  writeFileSync(join(project, '.env'), 'APP_TOKEN=an-older-one\n', { mode: 0o600 });
  const get = () => Promise.reject(new SecretsError('keyring_locked', 'It refuses.'));
  expect(await run(['secrets', 'get', 'APP_TOKEN'], { keyring: { ...keyring, get }, env })).toMatchObject({
    code: 3,
    stdout: '',
  });
});
