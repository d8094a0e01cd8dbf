import { chmodSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { fakeKeyring } from '../keyrings.ts';
import { createSecretsBench, VALUE } from '../secrets-bench.ts';

// A passphrase costs half a second of one core, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

const NO_MASTER_KEY = { env: { WICKETGATE_MASTER_KEY: undefined } };
const PASSPHRASE = 'six random words make one';

test('a value that is typed is stored encrypted, in a file for its owner alone, and shown nowhere', async () => {
  const { run, vault, kept } = createSecretsBench();
  const { code, stdout, stderr } = await run(['secrets', 'set', 'APP_TOKEN'], { answers: [VALUE] });
  expect(code).toBe(0);
  expect(stdout).toContain(`APP_TOKEN is kept in ${vault}`);
  expect(stderr).toContain('APP_TOKEN (what you type is not shown)');
  expect(stdout + stderr + kept()).not.toContain(VALUE);
  expect(statSync(vault).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(vault)).mode & 0o777).toBe(0o700);
  expect((await run(['secrets', 'get', 'APP_TOKEN'])).stdout).toBe(`${VALUE}\n`);
});

test.each([
  ['--stdin', `${VALUE}\n`],
  ['--stdin', `\ufeff${VALUE}\r\n`],
])('%s takes %j without its line end', async (flag, stdin) => {
  const { run } = createSecretsBench();
  await run(['secrets', 'set', 'APP_TOKEN', flag], { stdin });
  expect((await run(['secrets', 'get', 'APP_TOKEN'])).stdout).toBe(`${VALUE}\n`);
});

test.each([
  [['secrets', 'set', 'APP_TOKEN', '--from-file', 'S3cret!']],
  [['secrets', 'set', 'APP_TOKEN', '--wrap', 'S3cret!']],
  [['secrets', 'set', 'APP_TOKEN', '--to', 'S3cret!']],
  [['secrets', 'set', 'APP_TOKEN', '--environment', 'S3cret!']],
  [['secrets', 'set', 'APP_TOKEN', '--S3cret!']],
  [['secrets', 'import', 'S3cret!']],
  [['secrets', 'S3cret!']],
  [['S3cret!']],
])('a value in the wrong place is not repeated: %j', async (words) => {
  const { run } = createSecretsBench();
  for (const more of [[], ['--json']]) {
    const { code, stdout, stderr } = await run([...words, ...more], { stdin: VALUE });
    expect(code).not.toBe(0);
    expect(stdout + stderr).not.toContain('S3cret');
  }
});

test('what is odd about a value is told, and kept as it is', async () => {
  const { run } = createSecretsBench();
  const { code, stderr } = await run(['secrets', 'set', 'APP_TOKEN', '--stdin'], { stdin: `APP_TOKEN=${VALUE} \n` });
  expect(code).toBe(0);
  expect(stderr).toContain('begins or ends with blanks');
  expect(stderr).toContain('has the form NAME=value');
  expect(stderr).not.toContain(VALUE);
  expect((await run(['secrets', 'get', 'APP_TOKEN'])).stdout).toBe(`APP_TOKEN=${VALUE} \n`);
});

test('set refuses a name that no program would be given, before any file is made', async () => {
  const { run, vault } = createSecretsBench();
  const { code, stderr } = await run(['secrets', 'set', 'PATH', '--stdin'], { stdin: VALUE });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('PATH decides which code') as string });
  expect(existsSync(vault)).toBe(false);
});

test('import leaves such a name where it is, says so, and takes the others', async () => {
  const { run } = createSecretsBench();
  const { code, stdout, stderr } = await run(['secrets', 'import', '-'], { stdin: `PATH=/opt\nAPP_TOKEN=${VALUE}` });
  expect(code).toBe(0);
  expect(stdout).not.toContain('PATH');
  expect(stderr).toContain('Left where it is: PATH decides which code');
  expect((await run(['secrets', 'get', 'APP_TOKEN'])).stdout).toBe(`${VALUE}\n`);
  expect((await run(['secrets', 'get', 'PATH'])).code).not.toBe(0);
});

test('--from-file takes a file, and refuses one that others can read', async () => {
  const { run, folder } = createSecretsBench();
  const file = join(folder, 'token');
  writeFileSync(file, `${VALUE}\n`, { mode: 0o600 });
  expect((await run(['secrets', 'set', 'APP_TOKEN', '--from-file', file])).code).toBe(0);
  expect((await run(['secrets', 'get', 'APP_TOKEN'])).stdout).toBe(`${VALUE}\n`);
  chmodSync(file, 0o644);
  const refused = await run(['secrets', 'set', 'OTHER', '--from-file', file]);
  expect(refused).toMatchObject({ code: 78, stderr: expect.stringContaining('unsafe_key_file') as string });
});

test('--generate makes a value as the spec says, or of 256 bits, and shows it nowhere', async () => {
  const { run, writeProject } = createSecretsBench();
  writeProject([{ name: 'HEX', generate: { bytes: 16, encoding: 'hex' } }]);
  await run(['secrets', 'set', 'HEX', '--generate']);
  expect((await run(['secrets', 'get', 'HEX'])).stdout).toMatch(/^[0-9a-f]{32}\n$/);
  const { stdout, stderr } = await run(['secrets', 'set', 'OTHER', '--generate']);
  const value = (await run(['secrets', 'get', 'OTHER'])).stdout.trim();
  expect(value).toMatch(/^[\w-]{43}$/);
  expect(stdout + stderr).not.toContain(value);
});

test.each([
  [['secrets', 'set', 'APP_TOKEN', 'hunter2'], 'key_on_command_line'],
  [['secrets', 'set', 'APP_TOKEN=hunter2'], 'key_on_command_line'],
  [['secrets', 'set', 'APP_TOKEN', '--value=hunter2'], 'key_on_command_line'],
  [['secrets', 'set', 'APP_TOKEN', '--value', 'hunter2'], 'key_on_command_line'],
  [['secrets', 'set', 'APP_TOKEN', '--', 'hunter2'], 'key_on_command_line'],
  [['secrets', 'set', 'APP_TOKEN', '--with=hunter2'], 'usage'],
  [['secrets', 'get', 'APP_TOKEN', 'hunter2'], 'key_on_command_line'],
  [['secrets', 'delete', 'APP_TOKEN', 'hunter2', '--yes'], 'key_on_command_line'],
  [['secrets', 'explain', 'hunter2 and more'], 'invalid_name'],
  [['secrets', 'list', 'hunter2'], 'usage'],
  [['secrets', 'rotate', '--add-wrap', 'passphrase:hunter2'], 'usage'],
  [['secrets', 'set', 'sk-proj-hunter2hunter2hunter2'], 'key_on_command_line'],
] as const)('a value on the command line is refused and not repeated: %j', async (argv, reason) => {
  const { run, vault } = createSecretsBench();
  for (const words of [argv, [...argv, '--json']]) {
    const { code, stdout, stderr } = await run(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(reason);
    expect(stderr).not.toContain('hunter2');
  }
  expect(existsSync(vault)).toBe(false);
});

test('whoever has typed a value as an argument is told to replace it', async () => {
  const { run } = createSecretsBench();
  expect((await run(['secrets', 'set', 'APP_TOKEN', 'x'])).stderr).toMatch(/history of the shell.*replace it/);
});

test.each([
  ['of two lines', 'one\ntwo\n', 'base64'],
  ['that is blank', '  ', 'white space'],
  ['with a NUL', 'a\0b', 'base64'],
  ['that is a reference', 'wicketgate:APP_TOKEN', 'Give the value itself'],
])('a value %s is refused before a file is made for it', async (_, stdin, hint) => {
  const { run, vault } = createSecretsBench();
  const { code, stderr } = await run(['secrets', 'set', 'APP_TOKEN', '--stdin'], { stdin });
  expect(code).toBe(2);
  expect(stderr).toContain('invalid_value');
  expect(stderr).toContain(hint);
  expect(existsSync(vault)).toBe(false);
});

test.each([
  [65_536, 0],
  [65_537, 2],
  [70_000, 1],
])('a value of %d bytes exits with %d', async (length, code) => {
  const { run } = createSecretsBench();
  expect((await run(['secrets', 'set', 'APP_TOKEN', '--stdin'], { stdin: 'x'.repeat(length) })).code).toBe(code);
});

test('without a value and without anybody to ask it is wrong usage', async () => {
  const { run } = createSecretsBench();
  expect(await run(['secrets', 'set', 'APP_TOKEN'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--stdin or --from-file FILE') as string,
  });
  expect((await run(['secrets', 'set', 'APP_TOKEN', '--stdin', '--generate'])).code).toBe(2);
});

test('what is there is replaced after a yes alone', async () => {
  const { run, keep } = createSecretsBench();
  await keep('APP_TOKEN');
  const set = ['secrets', 'set', 'APP_TOKEN'];
  const no = await run(set, { answers: ['n'] });
  expect(no).toMatchObject({ code: 1, stderr: expect.stringContaining('APP_TOKEN was left as it is.') as string });
  const unasked = await run([...set, '--stdin'], { stdin: 'new' });
  expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('confirmation_needed') as string });
  expect((await run(['secrets', 'get', 'APP_TOKEN'])).stdout).toBe(`${VALUE}\n`);
  expect((await run(set, { answers: ['y', 'newer'] })).code).toBe(0);
  expect((await run([...set, '--stdin', '--yes'], { stdin: 'newest' })).code).toBe(0);
  expect((await run(['secrets', 'get', 'APP_TOKEN'])).stdout).toBe('newest\n');
});

test('an unusual form is told, and kept after a yes alone', async () => {
  const { run, writeProject } = createSecretsBench();
  writeProject([{ name: 'APP_TOKEN', aliases: ['OLD'], pattern: 'app_.+', example: 'app_…' }]);
  const no = await run(['secrets', 'set', 'OLD'], { answers: ['something', 'n'] });
  expect(no.code).toBe(1);
  expect(no.stderr).toContain('does not look like a value for OLD. They look like app_….');
  expect(no.stderr).not.toContain('something');
  const unasked = await run(['secrets', 'set', 'OLD', '--stdin'], { stdin: 'something' });
  expect(unasked.code).toBe(2);
  expect(unasked.stderr.match(/does not look like/g)).toHaveLength(1);
  expect((await run(['secrets', 'get', 'OLD'])).code).toBe(4);
  expect((await run(['secrets', 'set', 'OLD'], { answers: ['something', 'y'] })).code).toBe(0);
  expect((await run(['secrets', 'set', 'APP_TOKEN'], { answers: ['app_1'] })).code).toBe(0);
});

test('a place that goes first is told', async () => {
  const { run } = createSecretsBench();
  const { stderr } = await run(['secrets', 'set', 'APP_TOKEN', '--stdin'], {
    stdin: VALUE,
    env: { APP_TOKEN: 'another' },
  });
  expect(stderr).toContain('Another place goes first and is used instead: variable APP_TOKEN.');
});

test('nothing is kept without a key that wraps it: the ways out are named, and no file is made', async () => {
  const { run, vault } = createSecretsBench();
  const { code, stderr } = await run(['secrets', 'set', 'APP_TOKEN', '--stdin'], { stdin: VALUE, ...NO_MASTER_KEY });
  expect(code).toBe(78);
  expect(stderr).toContain('no_wrapping_key');
  for (const way of ['keyring', 'openssl rand -base64 32', 'terminal', 'age:RECIPIENT']) expect(stderr).toContain(way);
  expect(existsSync(vault)).toBe(false);
});

test('a master key that anybody could guess is refused', async () => {
  const { run, vault } = createSecretsBench();
  const env = { WICKETGATE_MASTER_KEY: 'default-key-change-me' };
  const { code, stderr } = await run(['secrets', 'set', 'APP_TOKEN', '--stdin'], { stdin: VALUE, env });
  expect(code).toBe(78);
  expect(stderr).toContain('openssl rand -base64 32');
  expect(stderr).not.toContain('default-key-change-me');
  expect(existsSync(vault)).toBe(false);
});

test('a keyring that lasts wraps the file before the master key does, and a second key is advised', async () => {
  const { run, json } = createSecretsBench();
  const keyring = fakeKeyring();
  const set = await run(['secrets', 'set', 'APP_TOKEN', '--stdin'], { stdin: VALUE, keyring });
  expect(set.stderr).toContain('rotate --add-wrap passphrase');
  expect(await json(['secrets', 'rotate'], { keyring })).toMatchObject({ before: [{ kind: 'keyring' }] });
  expect((await run(['secrets', 'get', 'APP_TOKEN'], { keyring, ...NO_MASTER_KEY })).stdout).toBe(`${VALUE}\n`);
});

test('a keyring that may forget does not', async () => {
  const { run, json } = createSecretsBench();
  const keyring = fakeKeyring('unknown');
  const refused = await run(['secrets', 'set', 'A', '--stdin'], { stdin: VALUE, keyring, ...NO_MASTER_KEY });
  expect(refused).toMatchObject({ code: 78, stderr: expect.stringContaining('Memory may forget') as string });
  await run(['secrets', 'set', 'A', '--stdin'], { stdin: VALUE, keyring });
  expect(await json(['secrets', 'rotate'], { keyring })).toMatchObject({ before: [{ kind: 'master-key' }] });
});

test('at a terminal a passphrase is asked for twice, and opens the file from then on', async () => {
  const { run } = createSecretsBench();
  const answers = [VALUE, PASSPHRASE, PASSPHRASE];
  expect((await run(['secrets', 'set', 'APP_TOKEN'], { answers, ...NO_MASTER_KEY })).code).toBe(0);
  const get = ['secrets', 'get', 'APP_TOKEN'];
  expect((await run(get, { answers: ['wrong', PASSPHRASE], ...NO_MASTER_KEY })).stdout).toBe(`${VALUE}\n`);
  const wrong = await run(get, { answers: ['a', 'b', 'c'], ...NO_MASTER_KEY });
  expect(wrong).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('(wrong_key)') as string });
  expect((await run(get, NO_MASTER_KEY)).code).toBe(78);
});

test('a passphrase that is short, or not the same twice, is not taken', async () => {
  const { run, vault } = createSecretsBench();
  const set = ['secrets', 'set', 'APP_TOKEN'];
  // One that is short is not asked for the second time.
  const short = await run(set, { answers: [VALUE, ...Array<string>(3).fill('elevenchars')], ...NO_MASTER_KEY });
  expect(short).toMatchObject({ code: 1, stderr: expect.stringContaining('12 characters') as string });
  const differing = [PASSPHRASE, `${PASSPHRASE}!`];
  const other = await run(set, { answers: [VALUE, ...differing, ...differing, ...differing], ...NO_MASTER_KEY });
  expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('differ') as string });
  expect(existsSync(vault)).toBe(false);
  const answers = [VALUE, 'elevenchars', ...differing, PASSPHRASE, PASSPHRASE];
  expect((await run(set, { answers, ...NO_MASTER_KEY })).code).toBe(0);
});

test('files give the passphrase where nobody sits', async () => {
  const { run, folder } = createSecretsBench();
  const file = join(folder, 'passphrase');
  writeFileSync(file, `${PASSPHRASE}\n`, { mode: 0o600 });
  const words = ['secrets', 'set', 'APP_TOKEN', '--stdin', '--wrap', 'passphrase', '--new-passphrase-file', file];
  expect((await run(words, { stdin: VALUE, ...NO_MASTER_KEY })).code).toBe(0);
  const get = ['secrets', 'get', 'APP_TOKEN', '--passphrase-file', file];
  expect((await run(get, NO_MASTER_KEY)).stdout).toBe(`${VALUE}\n`);
  writeFileSync(file, 'another passphrase');
  expect((await run(get, NO_MASTER_KEY)).code).toBe(3);
});

test('an interrupt at the prompt keeps nothing', async () => {
  const { run, vault } = createSecretsBench();
  expect((await run(['secrets', 'set', 'APP_TOKEN'], { answers: [] })).code).toBe(130);
  expect(existsSync(vault)).toBe(false);
});

test('a value is deleted after a yes, from where it was said', async () => {
  const { run, keep } = createSecretsBench();
  const keyring = fakeKeyring();
  await keep('APP_TOKEN', VALUE, { keyring });
  await run(['secrets', 'set', 'APP_TOKEN', '--stdin', '--to', 'keyring'], { stdin: VALUE, keyring });
  const remove = ['secrets', 'delete', 'APP_TOKEN'];
  expect((await run(remove, { keyring })).code).toBe(2);
  expect((await run(remove, { keyring, answers: ['n'] })).code).toBe(1);
  const { code, stdout, stderr } = await run(remove, { keyring, answers: ['y'] });
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'APP_TOKEN is deleted from the encrypted file.\n' });
  expect(stderr).toContain('It is still found elsewhere: Memory');
  expect((await run([...remove, '--from', 'keyring', '--yes'], { keyring })).code).toBe(0);
  expect((await run([...remove, '--from', 'keyring', '--yes'], { keyring })).code).toBe(4);
  expect((await run(['secrets', 'get', 'APP_TOKEN'], { keyring })).code).toBe(4);
});

test('what is not there is told before anybody is asked', async () => {
  const { run, keep } = createSecretsBench();
  await keep('OTHER');
  const { code, stderr } = await run(['secrets', 'delete', 'APP_TOKEN']);
  expect({ code, stderr }).toEqual({
    code: 4,
    stderr: expect.stringContaining('is not in the encrypted file') as string,
  });
});

test('--all deletes it from every store', async () => {
  const { run, json, keep } = createSecretsBench();
  const keyring = fakeKeyring();
  await keep('APP_TOKEN', VALUE, { keyring });
  await run(['secrets', 'set', 'APP_TOKEN', '--stdin', '--to', 'keyring'], { stdin: VALUE, keyring });
  expect((await json(['secrets', 'delete', 'APP_TOKEN', '--all', '--yes'], { keyring }))['removed']).toEqual([
    'keyring',
    'file',
  ]);
  expect((await run(['secrets', 'delete', 'APP_TOKEN', '--all', '--from', 'file', '--yes'])).code).toBe(2);
});

test('whoever finds the file made since they looked goes on with it, and leaves no key in the keyring', async () => {
  const { run, keep, json } = createSecretsBench();
  const keyring = fakeKeyring();
  // Between the look and the making: another run of the command has made the file, and ended.
  const probe: typeof keyring.probe = async (signal) => {
    await keep('FASTER', VALUE, { keyring, ...NO_MASTER_KEY });
    return keyring.probe(signal);
  };
  const stdin = 'the value of the slower';
  const slower = await run(['secrets', 'set', 'SLOWER', '--stdin'], {
    stdin,
    keyring: { ...keyring, probe },
    ...NO_MASTER_KEY,
  });
  expect(slower).toMatchObject({ code: 0, stderr: expect.not.stringContaining('Made the encrypted file') as string });
  expect([...keyring.entries.keys()].filter((account) => account.startsWith('file:'))).toHaveLength(1);
  for (const name of ['FASTER', 'SLOWER']) {
    const { from } = await json(['secrets', 'get', name], { keyring, ...NO_MASTER_KEY });
    expect(from).toMatchObject({ source: 'file' });
  }
});

test('of a file that is gone the backup is not written over: nobody else has made the file', async () => {
  const { run, keep, vault } = createSecretsBench();
  await keep('APP_TOKEN');
  await keep('OTHER_TOKEN');
  rmSync(vault);
  const { code, stderr } = await run(['secrets', 'set', 'APP_TOKEN', '--stdin'], { stdin: VALUE });
  expect(code).toBe(1);
  expect(stderr).toContain('file_exists');
  expect(existsSync(vault)).toBe(false);
});
