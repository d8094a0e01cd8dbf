import { existsSync, mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { sha256Of } from '../../src/rules/sha256.ts';
import { type Bench, createBench, type RunOptions } from '../cli-harness.ts';
import { type EditorManner, type FakeEditors, isRunning, makeFakeEditors } from '../fake-editor.ts';
import { vsixFile, zipFile } from '../zip-file.ts';

// Most tests start processes, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Without this no program of Windows finds its libraries. */
const WINDOWS = process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {};

const VSIX = vsixFile();
const SHA256 = sha256Of(VSIX);
const OTHER = sha256Of(Buffer.from('another'));

interface Room extends Bench {
  readonly file: string;
  /** `extension install` with the file, its digest and these words, where these editors are. */
  readonly install: (words?: readonly string[], options?: RunOptions) => ReturnType<Bench['run']>;
  readonly editors: FakeEditors;
}

function roomWith(names: readonly string[], manner?: EditorManner, bytes: Uint8Array = VSIX): Room {
  const bench = createBench();
  const editors = makeFakeEditors(bench.folder, names, manner);
  const file = join(bench.folder, 'wicketgate.vsix');
  writeFileSync(file, bytes);
  return {
    ...bench,
    file,
    editors,
    install: (words = ['--sha256', SHA256], options = {}) =>
      bench.run(['extension', 'install', '--vsix', file, ...words], {
        ...options,
        platform: process.platform,
        env: { PATH: editors.folder, ...WINDOWS, ...options.env },
      }),
  };
}

test('the editor installs a copy of the very bytes that were checked, which is gone afterwards', async () => {
  const { install, editors, file, gateway } = roomWith(['codium']);
  const { code, stdout, stderr } = await install();
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringContaining('  Installing extensions...\n') as string,
  });
  expect(stdout).toMatch(/^Installed in codium \(.*codium(?:\.cmd)?\)\.\n$/);
  const { args = [], sha256 } = editors.call() ?? {};
  const [option, copy = '', ...rest] = args;
  expect([option, ...rest]).toEqual(['--install-extension', '--force']);
  expect(copy).toMatch(/extension\.vsix$/);
  expect(copy).not.toBe(file);
  expect(sha256).toBe(SHA256);
  expect(existsSync(dirname(copy))).toBe(false);
  expect(gateway.requests).toEqual([]);
});

test('the folder of the copy is closed to others', async ({ skip }) => {
  skip(process.platform === 'win32', 'Windows has no such bits');
  const { install, editors } = roomWith(['code']);
  await install();
  expect(editors.call()?.folderMode).toBe(0o700);
});

test('the editor does not get the key that the command could use', async () => {
  const { install, editors, gateway } = roomWith(['code']);
  await install(undefined, { key: gateway.adminKey, env: { HELLO: 'there' } });
  expect(editors.call()?.env).toMatchObject({ HELLO: 'there' });
  expect(JSON.stringify(editors.call())).not.toContain(gateway.adminKey);
});

test('with --json the answer is one document', async () => {
  const { install, file, editors } = roomWith(['code']);
  const { stdout, stderr } = await install(['--sha256', SHA256.toUpperCase(), '--json']);
  expect(stderr).toBe('');
  const program = join(editors.folder, process.platform === 'win32' ? 'code.cmd' : 'code');
  expect(JSON.parse(stdout)).toEqual({ vsix: file, sha256: SHA256, editor: 'code', program, installed: true });
});

test('a wrong digest is refused before anything is started, and both digests are told', async () => {
  const { install, editors } = roomWith(['code']);
  const { code, stdout, stderr } = await install(['--sha256', OTHER]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`its SHA-256 is ${SHA256}, not ${OTHER}.`);
  expect(stderr).toContain('Nothing was installed.');
  expect(stderr).toContain('(wrong_digest)');
  expect(editors.call()).toBeUndefined();
});

test.each([
  ['a digest that is cut off', ['--sha256', SHA256.slice(1)]],
  ['no digest', []],
  ['an editor nobody knows', ['--sha256', SHA256, '--editor', 'vim']],
])('%s is wrong usage', async (_, words) => {
  const { install, editors } = roomWith(['code']);
  expect((await install(words)).code).toBe(2);
  expect(editors.call()).toBeUndefined();
});

test('what is no extension is refused although its digest is right', async () => {
  const zip = zipFile([{ name: 'package/package.json' }]);
  const { install, editors } = roomWith(['code'], 'installs', zip);
  const { code, stderr } = await install(['--sha256', sha256Of(zip)]);
  expect(code).toBe(1);
  expect(stderr).toContain('(not_a_vsix)');
  expect(editors.call()).toBeUndefined();
});

test('a file of more than 200 MB is not read', async () => {
  const { install, file } = roomWith(['code']);
  truncateSync(file, 200_000_001);
  const { code, stderr } = await install();
  expect(code).toBe(1);
  expect(stderr).toContain('larger than 200 MB');
  truncateSync(file, 200_000_000);
  expect(statSync(file).size).toBe(200_000_000);
  expect((await install()).stderr).toContain('(wrong_digest)');
});

test('a file that is not there exits with 1', async () => {
  const { run, folder } = roomWith(['code']);
  const { code, stderr } = await run(['extension', 'install', '--vsix', join(folder, 'no'), '--sha256', SHA256]);
  expect(code).toBe(1);
  expect(stderr).toContain('cannot be read (ENOENT)');
});

test('several editors are named, and none is chosen', async () => {
  const { install, editors } = roomWith(['code', 'cursor']);
  const { code, stderr } = await install();
  expect(code).toBe(2);
  expect(stderr).toContain('There are several editors: code, cursor.\n  Name one with --editor.');
  expect(editors.call()).toBeUndefined();
});

test('the editor that was named is taken', async () => {
  const { install } = roomWith(['code', 'cursor']);
  expect((await install(['--sha256', SHA256, '--editor', 'cursor'])).stdout).toContain('Installed in cursor');
});

test.each([[[]], [['--editor', 'codium']]])(
  'with %j and no such editor it exits with 4 and says how to get one',
  async (words) => {
    const { install } = roomWith(words.length === 0 ? [] : ['code']);
    const { code, stderr } = await install(['--sha256', SHA256, ...words]);
    expect(code).toBe(4);
    expect(stderr).toContain('on the search path');
    expect(stderr).toContain('Install the editor');
  },
);

test('--dry-run checks the file, finds the editor, and starts nothing', async () => {
  const { install, editors } = roomWith(['code']);
  const { code, stdout } = await install(['--sha256', SHA256, '--dry-run']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Would be installed in code/);
  expect((await install(['--sha256', OTHER, '--dry-run'])).code).toBe(1);
  expect(editors.call()).toBeUndefined();
});

test('an editor that fails is told by its last words, made safe to print', async () => {
  const { install, editors } = roomWith(['code'], 'fails');
  const { code, stdout, stderr } = await install();
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('code did not install it: it ended with 3, saying: This one is too old.');
  expect(stderr).not.toContain('\u001b');
  expect(existsSync(dirname(editors.call()?.args[1] ?? ''))).toBe(false);
});

test('an editor that cannot be started is told', async ({ skip }) => {
  skip(process.platform === 'win32', 'cmd.exe can always be started');
  const { install, editors } = roomWith(['code']);
  writeFileSync(join(editors.folder, 'code'), '#!/nowhere/at/all\n');
  const { code, stderr } = await install();
  expect(code).toBe(1);
  expect(stderr).toContain('cannot be started (ENOENT)');
});

test('on Windows nothing is started by a name that cmd.exe would misread', async ({ skip }) => {
  skip(process.platform === 'win32', 'elsewhere the platform is made believe; rules/command-line says the rest');
  const { run, editors, file } = roomWith([]);
  writeFileSync(join(editors.folder, 'code.cmd'), '#!/bin/sh\n', { mode: 0o755 });
  const temporary = join(editors.folder, '100%');
  mkdirSync(temporary);
  vi.stubEnv('TMPDIR', temporary);
  const words = ['extension', 'install', '--vsix', file, '--sha256', SHA256];
  const { code, stdout, stderr } = await run(words, { platform: 'win32', env: { PATH: editors.folder } });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(
    'has a name that cmd.exe would misread.\n  A name with % or a quotation mark cannot be passed on.',
  );
  expect(readdirSync(temporary)).toEqual([]);
});

/** The call of an editor that was started and does not end by itself. */
async function callOf({ editors }: Room) {
  return vi.waitUntil(() => editors.call(), { timeout: 30_000 });
}

test('an interrupt ends the editor with all that it has started, and removes the copy', async () => {
  const room = roomWith(['code'], 'hangs');
  const interrupt = new AbortController();
  const running = room.install(undefined, { signal: interrupt.signal });
  const { pid, args } = await callOf(room);
  interrupt.abort();
  expect(await running).toMatchObject({ code: 130, stdout: '' });
  await vi.waitUntil(() => !isRunning(pid), { timeout: 10_000 });
  expect(existsSync(dirname(args[1] ?? ''))).toBe(false);
});

test('an editor that does not hear is ended all the same', async ({ skip }) => {
  skip(process.platform === 'win32', 'Windows has no signal that can be overheard');
  const room = roomWith(['code'], 'deaf');
  const interrupt = new AbortController();
  const running = room.install(undefined, { signal: interrupt.signal });
  const { pid, args } = await callOf(room);
  interrupt.abort();
  // Its two seconds, and the five minutes that everything may take.
  expect(room.clock.sleepers).toBe(2);
  await room.clock.advance(1_999);
  expect(room.clock.sleepers).toBe(2);
  await room.clock.advance(1);
  expect((await running).code).toBe(130);
  await vi.waitUntil(() => !isRunning(pid), { timeout: 10_000 });
  expect(existsSync(dirname(args[1] ?? ''))).toBe(false);
});

test('an editor that does not end is stopped after five minutes', async () => {
  const room = roomWith(['code'], 'hangs');
  const running = room.install();
  const { pid } = await callOf(room);
  await room.clock.advance(299_999);
  expect(room.clock.sleepers).toBe(1);
  await room.clock.advance(1);
  const { code, stderr } = await running;
  expect(code).toBe(1);
  expect(stderr).toContain('did not end within 5 minutes');
  await vi.waitUntil(() => !isRunning(pid), { timeout: 10_000 });
});
