import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { fakeKeyring } from '../keyrings.ts';
import { createSecretsBench, VALUE } from '../secrets-bench.ts';

// A passphrase costs half a second of one core, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

const PASSPHRASE = 'six random words make one';
/** A pair of keys that opens nothing else. */
const IDENTITY = 'AGE-SECRET-KEY-1382WD8GZXAW2F0ZG3Y3YWGYDQ22JSSJXAZ7REMDDVFJQAGEEQA6S44KLYW';
const RECIPIENT = 'age1h80wzwjaezuk29qqgx9hycydxsl5jjrer8wfgg8njjurssa3h94sdekryw';
const NO_MASTER_KEY = { WICKETGATE_MASTER_KEY: undefined };

interface Rotated {
  readonly before: readonly { readonly id: string; readonly kind: string }[];
  readonly after: {
    readonly wraps: readonly { readonly id: string; readonly kind: string }[];
    readonly names: unknown;
  };
}

test('rotate replaces the data key and shows the keys before and after; values stay', async () => {
  const { run, keep, vault } = createSecretsBench();
  await keep('A');
  const before = readFileSync(vault, 'utf8');
  const { code, stdout, stderr } = await run(['secrets', 'rotate']);
  expect(code).toBe(0);
  expect(stderr).toMatch(/Keys before:\nID +KEY +WHICH\n\S+ +master-key/);
  expect(stdout).toMatch(/^\S+ +master-key +\S+$/m);
  expect(stderr).toContain('The data key is new');
  const { secrets } = JSON.parse(before) as { secrets: { value: string }[] };
  expect(secrets).toHaveLength(1);
  for (const { value } of secrets) expect(readFileSync(vault, 'utf8')).not.toContain(value);
  expect((await run(['secrets', 'get', 'A'])).stdout).toBe(`${VALUE}\n`);
});

test('a key that the file has already is no second one', async () => {
  const { run, json, keep } = createSecretsBench();
  await keep('A');
  const words = ['secrets', 'rotate', '--add-wrap', 'master-key'];
  const refused = await run(words);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  const id = /--remove-wrap (\S+)/.exec(refused.stderr)?.[1] ?? '';
  const { after } = (await json([...words, '--remove-wrap', id])) as unknown as Rotated;
  expect(after.wraps).toHaveLength(1);
  expect((await run(['secrets', 'rotate', '--new-passphrase-file', 'x'])).code).toBe(2);
});

test('a passphrase is added and opens the file; the master key is removed and does not', async () => {
  const { run, json, keep, folder } = createSecretsBench();
  await keep('A');
  const file = join(folder, 'passphrase');
  writeFileSync(file, PASSPHRASE, { mode: 0o600 });
  const words = ['secrets', 'rotate', '--add-wrap', 'passphrase', '--new-passphrase-file', file];
  const added = (await json(words)) as unknown as Rotated;
  expect(added.after).toMatchObject({ names: ['A'], wraps: [{ kind: 'master-key' }, { kind: 'passphrase' }] });
  expect(added.after.wraps[0]).toEqual(added.before[0]);
  const get = ['secrets', 'get', 'A', '--passphrase-file', file];
  expect((await run(get, { env: NO_MASTER_KEY })).stdout).toBe(`${VALUE}\n`);
  const id = added.before[0]?.id ?? '';
  const removed = await run(['secrets', 'rotate', '--remove-wrap', id]);
  expect(removed).toMatchObject({ code: 0, stderr: expect.stringContaining('--data-key') as string });
  expect((await run(['secrets', 'get', 'A'])).code).toBe(78);
  expect((await run(get)).stdout).toBe(`${VALUE}\n`);
});

test('a passphrase is asked for at a terminal', async () => {
  const { run, keep } = createSecretsBench();
  await keep('A');
  const words = ['secrets', 'rotate', '--add-wrap', 'passphrase'];
  expect((await run(words, { answers: [PASSPHRASE, PASSPHRASE] })).code).toBe(0);
  expect((await run(words)).code).toBe(2);
});

test('an age recipient is added, and its identity opens the file', async () => {
  const { run, keep, folder } = createSecretsBench();
  await keep('A');
  const file = join(folder, 'identity');
  writeFileSync(file, `# public key: …\n${IDENTITY}\n`, { mode: 0o600 });
  expect((await run(['secrets', 'rotate', '--add-wrap', `age:${RECIPIENT}`])).code).toBe(0);
  const get = ['secrets', 'get', 'A'];
  expect((await run([...get, '--age-identity', file], { env: NO_MASTER_KEY })).stdout).toBe(`${VALUE}\n`);
  const env = { ...NO_MASTER_KEY, WICKETGATE_AGE_IDENTITY_FILE: file };
  expect((await run(get, { env })).stdout).toBe(`${VALUE}\n`);
  chmodSync(file, 0o644);
  expect((await run(get, { env })).code).toBe(78);
  const asRecipient = await run(['secrets', 'rotate', '--add-wrap', `age:${IDENTITY}`]);
  expect(asRecipient.code).toBe(2);
  expect(asRecipient.stderr).not.toContain(IDENTITY.slice(20, 40));
});

test('the master key is replaced by another one out of a file', async () => {
  const { run, json, keep, folder, vault } = createSecretsBench();
  await keep('A');
  const file = join(folder, 'master-key');
  const key = randomBytes(32).toString('base64');
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  const { wraps } = JSON.parse(readFileSync(vault, 'utf8')) as Rotated['after'];
  const words = ['--add-wrap', 'master-key', '--new-master-key-file', file, '--remove-wrap', wraps[0]?.id ?? ''];
  const { after } = (await json(['secrets', 'rotate', '--data-key', ...words])) as unknown as Rotated;
  expect(after.wraps).toMatchObject([{ kind: 'master-key' }]);
  const get = ['secrets', 'get', 'A'];
  expect((await run(get, { env: { WICKETGATE_MASTER_KEY: key } })).stdout).toBe(`${VALUE}\n`);
  expect((await run(get)).code).toBe(3);
});

test('the last key of a file is not removed', async () => {
  const { run, json, keep } = createSecretsBench();
  await keep('A');
  const { after } = (await json(['secrets', 'rotate'])) as unknown as Rotated;
  const { code } = await run(['secrets', 'rotate', '--remove-wrap', after.wraps[0]?.id ?? '']);
  expect(code).toBe(78);
  expect((await run(['secrets', 'get', 'A'])).stdout).toBe(`${VALUE}\n`);
});

test('without a file there is nothing to rotate', async () => {
  const { run } = createSecretsBench();
  expect(await run(['secrets', 'rotate'])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('(no_file)') as string,
  });
});

test('--wrap is for a new file', async () => {
  const { run, keep } = createSecretsBench();
  await keep('A');
  const words = ['secrets', 'set', 'B', '--stdin', '--wrap', 'master-key'];
  expect(await run(words, { stdin: 'x' })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('rotate') as string,
  });
});

test('a damaged file says which part, is left as it is, and recovers after a yes that was told what is dropped', async () => {
  const { run, json, keep, vault } = createSecretsBench();
  await keep('A');
  await keep('B', 'second');
  await run(['secrets', 'set', 'A', '--stdin', '--yes'], { stdin: 'newer' });
  const text = readFileSync(vault, 'utf8').replace(/"mac": "./, '"mac": "_');
  writeFileSync(vault, text);
  const broken = await run(['secrets', 'get', 'A', '--json']);
  expect(broken.code).toBe(78);
  expect(JSON.parse(broken.stderr)).toMatchObject({ error: { code: 'corrupt_file', part: 'index' } });
  expect((await run(['secrets', 'set', 'C', '--stdin'], { stdin: 'x' })).code).toBe(78);
  expect((await run(['secrets', 'recover'])).code).toBe(2);
  expect((await run(['secrets', 'recover'], { answers: ['n'] })).code).toBe(1);
  expect(readFileSync(vault, 'utf8')).toBe(text);
  const { code, stdout, stderr } = await run(['secrets', 'recover', '--no-color'], { answers: ['y'] });
  expect(code).toBe(0);
  expect(stderr).toMatch(/Dropped:\nNAME +VERSION +IN ITS PLACE\nA +2 +1/);
  expect(stderr).not.toContain('newer');
  expect(stdout).toMatch(/Recovered .* with 2 secrets\. The damaged one is kept as .*\.damaged-1/);
  expect((await run(['secrets', 'get', 'A'])).stdout).toBe(`${VALUE}\n`);
  expect(readdirSync(dirname(vault)).some((name) => name.endsWith('.damaged-1'))).toBe(true);
  expect(await json(['secrets', 'recover'])).toMatchObject({ recovered: false, damage: 'none' });
});

test('an older file in place of the newer is refused where a keyring witnesses it, and announced where none does', async () => {
  const { run, keep, vault } = createSecretsBench();
  const keyring = fakeKeyring();
  await keep('A', 'old', { keyring });
  copyFileSync(vault, `${vault}.copy`);
  await run(['secrets', 'set', 'A', '--stdin', '--yes'], { stdin: 'new', keyring });
  copyFileSync(`${vault}.copy`, vault);
  const refused = await run(['secrets', 'get', 'A'], { keyring });
  expect(refused).toMatchObject({ code: 78, stdout: '', stderr: expect.stringContaining('(rolled_back)') as string });
});

test('without a keyring a run says once that an older file would go unseen', async () => {
  const { run, keep } = createSecretsBench();
  await keep('A');
  const { stderr } = await run(['secrets', 'list']);
  expect(stderr.match(/would go unseen/g)).toHaveLength(1);
  expect((await run(['secrets', 'list', '--quiet'])).stderr).toBe('');
});

const COMMAND = [process.execPath, '-e', 'console.log("from a program")'];
const POWERS = [
  { name: 'A', command: COMMAND, probe: { method: 'GET', url: 'https://x.example.com/me', present: 'bearer' } },
];

test('a default of a project is shown whole and used only once it was allowed, as it stands', async () => {
  const { run, writeProject } = createSecretsBench();
  const address = 'https://proxy.example.com/v1 ';
  writeProject([{ name: 'BASE_URL', default: address }]);
  const refused = { code: 3, stderr: expect.stringContaining('wicketgate secrets allow') as string };
  expect(await run(['secrets', 'get', 'BASE_URL'])).toMatchObject({ ...refused, stdout: '' });
  expect(await run(['secrets', 'check'])).toMatchObject(refused);
  expect(await run(['run', '--', process.execPath, '-e', 'console.log("ran")'])).toMatchObject({ stdout: '' });
  expect((await run(['secrets', 'list'])).stdout).toContain('not known: default (not_allowed)');
  expect((await run(['secrets', 'allow', '--no-color', '--yes'])).stderr).toContain(
    `BASE_URL  is, unless set,  ${JSON.stringify(address.trim())}`,
  );
  expect((await run(['secrets', 'get', 'BASE_URL'])).stdout).toBe(`${address}\n`);
});

test('what a project wants to do is shown whole and done only once it was allowed, as it stands', async () => {
  const { run, writeProject } = createSecretsBench();
  writeProject(POWERS);
  expect(await run(['secrets', 'get', 'A'])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('wicketgate secrets allow') as string,
  });
  expect((await run(['secrets', 'allow'])).code).toBe(2);
  const no = await run(['secrets', 'allow', '--no-color'], { answers: ['n'] });
  expect(no.code).toBe(1);
  expect(no.stderr).toContain(`A     starts       ${process.execPath} -e ${JSON.stringify(COMMAND[2])}`);
  expect(no.stderr).toContain('A     sends it to  GET https://x.example.com/me');
  expect((await run(['secrets', 'get', 'A'])).code).toBe(3);
  expect((await run(['secrets', 'allow'], { answers: ['y'] })).code).toBe(0);
  expect((await run(['secrets', 'get', 'A'])).stdout).toBe('from a program\n');
  writeProject([...POWERS, { name: 'B' }]);
  expect((await run(['secrets', 'get', 'A'])).code).toBe(3);
});

test('a project that wants nothing needs no leave, and no project is not found', async () => {
  const { run, writeProject, folder } = createSecretsBench();
  expect(await run(['secrets', 'allow'])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('no_project') as string,
  });
  writeProject([{ name: 'A' }]);
  expect(await run(['secrets', 'allow'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('needs no leave') as string,
  });
  expect(existsSync(join(folder, 'config', 'secrets', 'allowed-projects.json'))).toBe(false);
});

test('a project file that does not fit is named with its member', async () => {
  const { run, writeProject } = createSecretsBench();
  writeProject([{ name: 'A', patern: 'x' }]);
  expect(await run(['secrets', 'list'])).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('patern') as string,
  });
});

test('a file that others can read is refused', async () => {
  const { run, keep, vault } = createSecretsBench();
  await keep('A');
  chmodSync(vault, 0o640);
  expect(await run(['secrets', 'get', 'A'])).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('(unsafe_file)') as string,
  });
});
