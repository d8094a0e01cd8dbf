import { closeSync, existsSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test, vi } from 'vitest';
// As the earlier tool made it, with the package `cryptography` of Python.
import FERNET from '../../../secrets/test/vectors/fernet/once.json' with { type: 'json' };
import { fakeKeyring } from '../keyrings.ts';
import { createSecretsBench, type SecretsBench, VALUE } from '../secrets-bench.ts';

vi.setConfig({ testTimeout: 30_000 });

function fileWith({ folder }: SecretsBench, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const get = async ({ run }: SecretsBench, name: string) => (await run(['secrets', 'get', name])).stdout;

test.each([
  ['A=p#ssw0rd123', 'Line 2: cut off'],
  ["A='it''s'", 'Line 2: cut off'],
  ['A="x" trailing', 'Line 2: cut off'],
  ['B: yaml', 'Line 2: skipped'],
  ['MY KEY=foo', 'Line 2: skipped'],
  ['Z=hidden', 'Line 2: overridden'],
])('a line that was not taken whole is named, and the file is not to be deleted: %s', async (line, words) => {
  const bench = createSecretsBench();
  const file = fileWith(bench, 'a.env', `Y=1\n${line}\nZ=2\n`);
  const { code, stderr } = await bench.run(['secrets', 'import', file]);
  expect(code).toBe(0);
  expect(stderr).toContain(words);
  expect(stderr).not.toMatch(/ssw0rd|it'|trailing|yaml|foo|hidden|delete it/);
});

test('a dotenv file is taken over whole; what is empty or a reference is left out', async () => {
  const bench = createSecretsBench();
  const file = fileWith(bench, 'a.env', 'A=1\nexport B="two words"\nEMPTY=\nREF=wicketgate:REF\n# C=3\n');
  const { code, stdout, stderr } = await bench.run(['secrets', 'import', file]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^A +added\nB +added$/m);
  expect(stdout).not.toMatch(/EMPTY|REF/);
  expect(stderr).toContain(`The values are still in ${file}: delete it when all works.`);
  expect(stdout + stderr).not.toContain('two words');
  expect(await get(bench, 'B')).toBe('two words\n');
});

test('a JSON object is taken over, by its ending, by --format or from a pipe', async () => {
  const bench = createSecretsBench();
  const text = JSON.stringify({ A: '1', B: 'two words' });
  expect((await bench.run(['secrets', 'import', fileWith(bench, 'a.json', text)])).code).toBe(0);
  expect((await bench.run(['secrets', 'import', '-', '--format', 'json'], { stdin: '{"C":"3"}' })).code).toBe(0);
  expect([await get(bench, 'B'), await get(bench, 'C')]).toEqual(['two words\n', '3\n']);
});

test('names that are there are kept, and replaced with --overwrite', async () => {
  const bench = createSecretsBench();
  await bench.keep('A', 'old');
  const words = ['secrets', 'import', '-'];
  const stdin = 'A=new\nB=2\n';
  expect(await bench.json(words, { stdin })).toMatchObject({ added: ['B'], replaced: [], kept: ['A'] });
  expect(await get(bench, 'A')).toBe('old\n');
  expect(await bench.json([...words, '--overwrite'], { stdin })).toMatchObject({ replaced: ['A', 'B'], kept: [] });
  expect(await get(bench, 'A')).toBe('new\n');
});

test('--dry-run tells and does nothing', async () => {
  const bench = createSecretsBench();
  const { stdout, stderr } = await bench.run(['secrets', 'import', '-', '--dry-run'], { stdin: 'A=1' });
  expect(stdout).toMatch(/^A +added$/m);
  expect(stderr).toContain('Nothing was changed');
  expect(existsSync(bench.vault)).toBe(false);
});

test('an import into the keyring goes there', async () => {
  const bench = createSecretsBench();
  const keyring = fakeKeyring();
  await bench.run(['secrets', 'import', '-', '--to', 'keyring'], { stdin: 'A=1', keyring });
  expect(keyring.entries.get('secret:development:A')).toBe('1');
  expect(existsSync(bench.vault)).toBe(false);
  expect(await bench.json(['secrets', 'import', '-', '--to', 'keyring'], { stdin: 'A=2', keyring })).toMatchObject({
    kept: ['A'],
  });
});

test('the advice to delete the source is given only when all that it holds was taken', async () => {
  const bench = createSecretsBench();
  await bench.keep('A', 'old');
  const advice = 'delete it when all works';
  const kept = await bench.run(['secrets', 'import', fileWith(bench, 'a.env', 'A=new\nB=2\n')]);
  expect(kept.stdout).toMatch(/^B +added$/m);
  expect(kept.stderr).not.toContain(advice);
  const empty = await bench.run(['secrets', 'import', fileWith(bench, 'b.env', 'A=\n')]);
  expect(empty.stderr).toContain('There is no secret in it.');
  expect(empty.stderr).not.toContain(advice);
});

test('a pipe under a name is read, and is no file to delete', async ({ skip }) => {
  skip(process.platform !== 'linux', 'only Linux gives an open file a path under /proc');
  const bench = createSecretsBench();
  const descriptor = openSync(fileWith(bench, 'a.env', 'A=1\n'), 'r');
  const { stdout, stderr } = await bench.run(['secrets', 'import', `/proc/self/fd/${descriptor}`]);
  closeSync(descriptor);
  expect(stdout).toMatch(/^A +added$/m);
  expect(stderr).not.toContain('delete it when all works');
});

test.each([
  ['two lines in a value', 'A="1\n2"\n'],
  ['a name that is none', '9A=1\n'],
])('a trial refuses what the import refuses: %s', async (_, stdin) => {
  const { run } = createSecretsBench();
  for (const words of [[], ['--dry-run']]) {
    expect(await run(['secrets', 'import', '-', ...words], { stdin })).toMatchObject({ code: 2, stdout: '' });
  }
});

test.each(['.env', '-'])('a Fernet file that is taken for dotenv is refused: %s', async (place) => {
  const bench = createSecretsBench();
  const path = place === '-' ? '-' : fileWith(bench, place, FERNET.file);
  const { code, stdout, stderr } = await bench.run(['secrets', 'import', path], { stdin: FERNET.file });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('--format fernet');
  expect(stderr).not.toContain('delete it');
});

interface BadImport {
  readonly text: string;
  readonly word: string;
  readonly exit: number;
}

test.each<[string, BadImport]>([
  ['no JSON', { text: '{"A": hunter2}', word: 'not valid JSON', exit: 1 }],
  ['a list', { text: '["hunter2"]', word: 'not an object', exit: 1 }],
  ['an object within', { text: '{"A": {"B": "hunter2"}}', word: 'not an object', exit: 1 }],
  ['a name that is none', { text: '{"A": "x", "hunter2 ": "y"}', word: 'invalid_name', exit: 2 }],
  ['two lines in a value', { text: '{"A": "x", "B": "hunter2\\nmore"}', word: 'invalid_value', exit: 2 }],
  ['Fernet tokens', { text: '{"A": "gAAAAABhunter2"}', word: '--format fernet', exit: 1 }],
])('%s imports nothing and repeats nothing', async (_, { text, word, exit }) => {
  const bench = createSecretsBench();
  const { code, stdout, stderr } = await bench.run(['secrets', 'import', fileWith(bench, 'a.json', text)]);
  expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
  expect(stderr).toContain(word);
  expect(stderr).not.toContain('hunter2');
  expect(existsSync(bench.vault)).toBe(false);
});

test('a file that is missing, or no text, is named', async () => {
  const bench = createSecretsBench();
  expect((await bench.run(['secrets', 'import', '/nowhere/x.env'])).stderr).toContain('/nowhere/x.env cannot be read');
  const binary = join(bench.folder, 'x.env');
  writeFileSync(binary, Buffer.from([0x41, 0x3d, 0xff, 0xfe]));
  expect((await bench.run(['secrets', 'import', binary])).stderr).toContain('not UTF-8');
});

test('an earlier Fernet file is taken over with a warning about its key', async () => {
  const bench = createSecretsBench();
  const path = fileWith(bench, '.secrets.development.json', FERNET.file);
  const keyFile = join(bench.folder, 'fernet-key');
  writeFileSync(keyFile, FERNET.master_key, { mode: 0o600 });
  const words = ['secrets', 'import', path, '--format', 'fernet', '--environment', FERNET.environment];
  expect(await bench.run(words)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--fernet-key-file FILE') as string,
  });
  expect((await bench.run(words, { answers: ['wrong'] })).code).toBe(3);
  const { code, stderr } = await bench.run([...words, '--fernet-key-file', keyFile]);
  expect(code).toBe(0);
  expect(stderr).toContain('100,000 rounds');
  for (const [name, value] of Object.entries(FERNET.values)) expect(await get(bench, name)).toBe(`${value}\n`);
});

test('--fernet-key-file goes with its format alone', async () => {
  const { run } = createSecretsBench();
  expect((await run(['secrets', 'import', '-', '--fernet-key-file', 'x'], { stdin: 'A=1' })).code).toBe(2);
});

test('an export as dotenv reads back the same, in a pipe and in a new file for its owner alone', async () => {
  const bench = createSecretsBench();
  await bench.keep('A', 'two words # $HOME "x"');
  await bench.keep('B', VALUE);
  const { stdout } = await bench.run(['secrets', 'export']);
  expect(parseEnv(stdout)).toEqual({ A: 'two words # $HOME "x"', B: VALUE });
  const out = join(bench.folder, 'out.env');
  const written = await bench.run(['secrets', 'export', '--out', out]);
  expect(written.stdout + written.stderr).not.toContain(VALUE);
  expect(readFileSync(out, 'utf8')).toBe(stdout);
  expect(statSync(out).mode & 0o777).toBe(0o600);
  expect((await bench.run(['secrets', 'export', '--out', out])).code).toBe(1);
});

test('an export as JSON keeps names as they are and holds what was named alone', async () => {
  const bench = createSecretsBench();
  await bench.keep('AppToken');
  await bench.keep('B', '2');
  const words = ['secrets', 'export', '--only', 'AppToken'];
  const { stdout } = await bench.run([...words, '--format', 'json']);
  expect(JSON.parse(stdout)).toEqual({ AppToken: VALUE });
  expect((await bench.run([...words, '--json'])).stdout).toBe(stdout);
  expect((await bench.run([...words, '--json', '--format', 'dotenv'])).code).toBe(2);
});

test('an export to a terminal needs --reveal', async () => {
  const bench = createSecretsBench();
  await bench.keep('A');
  const refused = await bench.run(['secrets', 'export'], { stdoutIsTty: true });
  expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--reveal') as string });
  expect((await bench.run(['secrets', 'export', '--reveal'], { stdoutIsTty: true })).stdout).toContain(VALUE);
});

test('a name that was asked for and is not set ends the export, and leaves no file', async () => {
  const bench = createSecretsBench();
  const out = join(bench.folder, 'out.env');
  expect((await bench.run(['secrets', 'export', '--only', 'A', '--out', out])).code).toBe(4);
  expect(existsSync(out)).toBe(false);
});

test('with a project its own secrets are exported, and with --all what is stored beside them', async () => {
  const bench = createSecretsBench();
  bench.writeProject([{ name: 'A' }, { name: 'LEFT' }]);
  await bench.keep('A', '1');
  await bench.keep('B', '2');
  const own = await bench.run(['secrets', 'export'], { env: { OTHER: 'x' } });
  expect(own.stdout).toBe('A=1\n');
  expect(own.stderr).toContain('LEFT is required and not set');
  expect((await bench.run(['secrets', 'export', '--all'])).stdout).toBe('A=1\nB=2\n');
});
