import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Bench, createBench, URL_OF_GATEWAY } from './cli-harness.ts';

function withKeyFile(mode = 0o600): Bench & { readonly file: string } {
  const bench = createBench();
  const file = join(bench.folder, 'my.key');
  writeFileSync(file, `${bench.gateway.adminKey}\n`);
  chmodSync(file, mode);
  return { ...bench, file };
}

const LIST = ['keys', 'list'];

test('a key may come from the environment', async () => {
  expect((await createBench().run(LIST)).code).toBe(0);
});

test('a key may come from a file, which goes before the environment', async () => {
  const { run, file } = withKeyFile();
  expect((await run([...LIST, '--key-file', file], { key: 'wrong' })).code).toBe(0);
});

test('a key may come from standard input, which goes before the environment', async () => {
  const { run, gateway } = createBench();
  expect((await run([...LIST, '--key-stdin'], { key: 'wrong', stdin: `${gateway.adminKey}\r\n` })).code).toBe(0);
});

test('where standard input is a terminal the key is asked for, so that it is not shown', async () => {
  const { run, gateway } = createBench();
  const stdin = `${gateway.adminKey}\r`;
  const asked = await run([...LIST, '--key-stdin'], { stdin, stdinIsTty: true, stderrIsTty: true });
  expect(asked.code).toBe(0);
  expect(asked.stderr).toContain('what you type is not shown');
  const unseen = await run([...LIST, '--key-stdin'], { stdin, stdinIsTty: true });
  expect(unseen).toMatchObject({ code: 3, stdout: '' });
  expect(unseen.stderr).toContain('Standard input is a terminal');
});

test('both a file and standard input are wrong usage', async () => {
  const { run, file, gateway } = withKeyFile();
  expect((await run([...LIST, '--key-file', file, '--key-stdin'], { stdin: gateway.adminKey })).code).toBe(2);
  expect(gateway.requests).toEqual([]);
});

test('without a key and without anybody to ask, nothing is sent and the ways are named', async () => {
  const { run, gateway } = createBench();
  for (const key of [null, '', ' ']) {
    const { code, stderr } = await run(LIST, { key });
    expect(code).toBe(3);
    expect(stderr).toMatch(/--key-file FILE, --key-stdin or the variable WICKETGATE_API_KEY/);
    expect(stderr).toContain(`The gateway ${URL_OF_GATEWAY} wants a sign-in or an API key, and there is neither.`);
  }
  expect(gateway.requests).toEqual([]);
});

test('a variable that holds no key is told of by its name, and nothing else is asked in its place', async () => {
  const { run, file, gateway } = withKeyFile();
  const { code, stderr } = await run(LIST, { key: 'two words', answers: [gateway.adminKey] });
  expect(code).toBe(3);
  expect(stderr).toContain('The variable WICKETGATE_API_KEY holds more than one word');
  expect(stderr).not.toContain('two words');
  expect((await run([...LIST, '--key-file', file], { key: 'two words' })).code).toBe(0);
});

test('a key that was typed and is refused is told of, and not asked for again', async () => {
  const { run, gateway } = createBench();
  const { apiKey } = gateway.issue({ owner: { id: 'dev' } });
  gateway.fail({ code: 'key_revoked' });
  const { code, stderr } = await run(LIST, { key: null, answers: [apiKey, gateway.adminKey] });
  expect(code).toBe(3);
  expect(stderr.match(/what you type is not shown/g)).toHaveLength(1);
  expect(stderr).toContain('(key_revoked');
});

test.each([0o640, 0o604, 0o644, 0o660, 0o620])('a file that others may use (mode %o) is refused', async (mode) => {
  const { run, file, gateway } = withKeyFile(mode);
  const { code, stderr } = await run([...LIST, '--key-file', file]);
  expect(code).toBe(78);
  expect(stderr).toContain(`chmod 600 ${file}`);
  expect(gateway.requests).toEqual([]);
});

test.each([0o600, 0o400])('a file of mode %o is taken', async (mode) => {
  const { run, file } = withKeyFile(mode);
  expect((await run([...LIST, '--key-file', file])).code).toBe(0);
});

test('Windows has no such modes', async () => {
  const { run, file } = withKeyFile(0o644);
  expect((await run([...LIST, '--key-file', file], { platform: 'win32' })).code).toBe(0);
});

test('a link counts as the file it leads to', async () => {
  const { run, file, folder } = withKeyFile(0o644);
  symlinkSync(file, join(folder, 'link'));
  expect((await run([...LIST, '--key-file', join(folder, 'link')])).code).toBe(78);
});

test.each([
  ['is absent', undefined, 'ENOENT'],
  ['is empty', '', 'is empty'],
  ['holds more than the key', 'one two', 'more than one word'],
  ['is far too large', 'x'.repeat(5_000), 'too large'],
])('a file that %s is refused by name', async (_, text, word) => {
  const { run, folder, gateway } = createBench();
  const file = join(folder, 'bad.key');
  if (text !== undefined) writeFileSync(file, text, { mode: 0o600 });
  const { code, stderr } = await run([...LIST, '--key-file', file]);
  expect([3, 78]).toContain(code);
  expect(stderr).toContain(file);
  expect(stderr).toContain(word);
  expect(gateway.requests).toEqual([]);
});

test('a flood on standard input is cut off', async () => {
  const { run, gateway } = createBench();
  const { code } = await run([...LIST, '--key-stdin'], { stdin: 'x'.repeat(1_000_000) });
  expect(code).toBe(1);
  expect(gateway.requests).toEqual([]);
});

test('a folder is no key file', async () => {
  const { run, folder } = createBench();
  chmodSync(folder, 0o700);
  expect((await run([...LIST, '--key-file', folder])).code).toBe(78);
});

test.each([
  ['as an argument', (key: string) => ['validate', key]],
  ['as an option', (key: string) => ['validate', '--key', key]],
  ['as an option with =', (key: string) => ['validate', `--api-key=${key}`]],
  ['as a name', (key: string) => ['keys', 'create', '--name', key, '--owner', 'x']],
  ['within a URL', (key: string) => ['health', '--url', `https://gate.example.com/${key}`]],
  ['after --', (key: string) => ['keys', 'show', '--', key]],
])('a key %s is refused, not repeated, and to be rotated', async (_, argv) => {
  const { run, gateway } = createBench();
  for (const more of [[], ['--json']]) {
    const { code, stdout, stderr } = await run([...argv(gateway.adminKey), ...more]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('rotate');
    expect(stderr).not.toContain(gateway.adminKey.slice(8, 30));
  }
  expect(gateway.requests).toEqual([]);
});
