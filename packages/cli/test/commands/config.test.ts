import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createBench, URL_OF_GATEWAY } from '../cli-harness.ts';

const NO_URL = { env: { WICKETGATE_URL: undefined } };

test('a value that is set holds in later runs, in a file for its owner alone', async () => {
  const { run, folder } = createBench();
  const set = await run(['config', 'set', 'url', 'https://other.example.com/base/'], NO_URL);
  expect(set).toMatchObject({ code: 0, stdout: 'url = https://other.example.com/base\n' });
  expect((await run(['config', 'get', 'url'], NO_URL)).stdout).toBe('https://other.example.com/base\n');
  const file = join(folder, 'config', 'config.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ url: 'https://other.example.com/base' });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect((await run(['config', 'path'])).stdout).toBe(`${file}\n`);
});

test('the flag goes before the environment, the environment before the file, the file before the default', async () => {
  const { json } = createBench();
  const get = ['config', 'get', 'url'];
  expect(await json(get, NO_URL)).toEqual({ name: 'url', value: 'http://127.0.0.1:8787', from: 'default' });
  await json(['config', 'set', 'url', 'https://file.example.com'], NO_URL);
  expect(await json(get, NO_URL)).toEqual({ name: 'url', value: 'https://file.example.com', from: 'file' });
  expect(await json(get)).toEqual({ name: 'url', value: URL_OF_GATEWAY, from: 'environment' });
  const flagged = await json([...get, '--url', 'https://flag.example.com']);
  expect(flagged).toEqual({ name: 'url', value: 'https://flag.example.com', from: 'flag' });
});

test('unset goes back to what holds without the file', async () => {
  const { run } = createBench();
  await run(['config', 'set', 'timeout', '5']);
  expect((await run(['config', 'list'])).stdout).toMatch(/^timeout +5 +file$/m);
  expect((await run(['config', 'unset', 'timeout'])).stdout).toBe('timeout = 30 (default)\n');
  expect((await run(['config', 'unset', 'timeout'])).code).toBe(0);
});

test('names that this version does not know survive a change', async () => {
  const { run, folder } = createBench();
  const file = join(folder, 'config', 'config.json');
  mkdirSync(join(folder, 'config'));
  writeFileSync(file, '{"theme":"dark"}');
  await run(['config', 'set', 'timeout', '5']);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ theme: 'dark', timeout: 5 });
});

test.each([
  ['url', 'http://gate.example.com', 'https'],
  ['url', 'https://user:hunter2@gate.example.com', 'user name'],
  ['url', 'https://gate.example.com/?token=hunter2', 'query'],
  ['url', 'gate', 'not a URL'],
  ['timeout', '0', '1 to 600'],
  ['timeout', '601', '1 to 600'],
  ['timeout', '1.5', '1 to 600'],
  ['store', 'automatic', 'keyring, file or plain'],
  ['store', 'Keyring', 'keyring, file or plain'],
])('config set %s %s is wrong usage and keeps nothing', async (name, value, word) => {
  const { run, folder } = createBench();
  const { code, stderr } = await run(['config', 'set', name, value]);
  expect(code).toBe(2);
  expect(stderr).toContain(word);
  expect(stderr).not.toContain('hunter2');
  expect(existsSync(join(folder, 'config'))).toBe(false);
});

test.each(['1', '600'])('a timeout of %s seconds is taken', async (seconds) => {
  expect((await createBench().run(['config', 'set', 'timeout', seconds])).code).toBe(0);
});

test('a name that does not exist is wrong usage and lists those that do', async () => {
  const { code, stderr } = await createBench().run(['config', 'get', 'key']);
  expect(code).toBe(2);
  expect(stderr).toContain('url, timeout');
});

test.each([
  ['no JSON', '{"url":', 'not valid JSON'],
  ['no object', '[]', 'not a JSON object'],
  ['an insecure URL', '{"url":"http://gate.example.com"}', 'https'],
  ['a timeout of the wrong kind', '{"timeout":{}}', '1 to 600'],
])('a file with %s exits with 78 and is left as it is', async (_, text, word) => {
  const { run, folder } = createBench();
  mkdirSync(join(folder, 'config'));
  const file = join(folder, 'config', 'config.json');
  writeFileSync(file, text);
  for (const argv of [['health'], ['config', 'set', 'timeout', '5']]) {
    const { code, stderr } = await run(argv);
    expect(code).toBe(78);
    expect(stderr).toContain(file);
    expect(stderr).toContain(word);
  }
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect((await run(['config', 'path'])).code).toBe(0);
});

test('a URL of the environment is checked like any other and not repeated', async () => {
  const { run } = createBench();
  const { code, stderr } = await run(['health'], { env: { WICKETGATE_URL: 'https://me:hunter2@gate.example.com' } });
  expect(code).toBe(78);
  expect(stderr).toContain('WICKETGATE_URL');
  expect(stderr).not.toContain('hunter2');
});

test('the store of a sign-in is a name, and chosen at the first sign-in unless it is set', async () => {
  const { json, run } = createBench();
  const get = ['config', 'get', 'store'];
  expect(await json(get)).toEqual({ name: 'store', value: 'automatic', from: 'default' });
  expect((await run(['config', 'set', 'store', 'file'])).stdout).toBe('store = file\n');
  expect(await json(get)).toEqual({ name: 'store', value: 'file', from: 'file' });
});
