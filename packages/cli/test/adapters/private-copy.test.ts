import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { withPrivateCopy } from '../../src/adapters/private-copy.ts';
import { temporaryFolder } from '../cli-harness.ts';

const left: string[][] = [];
const COPY = {
  bytes: new Uint8Array([1, 2, 3]),
  name: 'extension.vsix',
  onLeft: (...told: string[]) => Promise.resolve(left.push(told)),
};

afterEach(() => {
  left.length = 0;
  vi.unstubAllEnvs();
});

/** Where temporary files go meanwhile. */
function temporaryFiles(folder = temporaryFolder()): string {
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, folder);
  return folder;
}

test('the bytes lie in a folder of their own while they are worked with', async () => {
  const seen = await withPrivateCopy(COPY, (file) =>
    Promise.resolve({ file, bytes: readFileSync(file), siblings: readdirSync(dirname(file)) }),
  );
  expect(basename(seen.file)).toBe('extension.vsix');
  expect([...seen.bytes]).toEqual([1, 2, 3]);
  expect(seen.siblings).toEqual(['extension.vsix']);
  expect(existsSync(dirname(seen.file))).toBe(false);
});

test('nobody but its owner can enter that folder or read the file', async ({ skip }) => {
  skip(process.platform === 'win32', 'Windows has no such bits');
  const modeOf = (path: string) => statSync(path).mode & 0o777;
  const modes = await withPrivateCopy(COPY, (file) => Promise.resolve([modeOf(dirname(file)), modeOf(file)]));
  expect(modes).toEqual([0o700, 0o600]);
});

test('nothing stays behind when the work fails', async () => {
  const folder = temporaryFiles();
  await expect(withPrivateCopy(COPY, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(readdirSync(folder)).toEqual([]);
  expect(left).toEqual([]);
});

test('a copy that cannot be removed is told, and undoes nothing', async ({ skip }) => {
  skip(process.platform === 'win32', 'a link to itself, which nobody can follow, wants privileges there');
  const parent = temporaryFiles(mkdtempSync(join(temporaryFolder(), 'files-')));
  const lose = (file: string) => {
    renameSync(parent, `${parent}.away`);
    symlinkSync(parent, parent);
    return Promise.resolve(dirname(file));
  };
  const folder = await withPrivateCopy(COPY, lose);
  expect(left).toEqual([[folder, 'ELOOP']]);
});

test('a place that cannot be written is named', async () => {
  temporaryFiles(`${temporaryFolder()}/nowhere`);
  await expect(withPrivateCopy(COPY, () => Promise.resolve())).rejects.toMatchObject({
    code: 'unwritable_file',
    message: expect.stringContaining('ENOENT') as string,
  });
});
