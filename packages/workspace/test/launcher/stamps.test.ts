import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createStamps, fingerprint } from '../../launcher/stamps.mjs';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';

describe('fingerprints', () => {
  const files = { 'one.json': '{}', 'src/a.ts': 'a', 'src/deep/b.ts': 'b' };
  const of = (folder: string): string => fingerprint(folder, ['one.json', 'src', 'absent.json']);

  test('the same files have the same one, wherever they lie and in whatever order they are named', () => {
    const [here, there] = [temporaryFolder(files), temporaryFolder(files)];
    expect(of(here)).toBe(of(there));
    expect(fingerprint(here, ['src', 'one.json'])).toBe(of(here));
  });

  test.each([
    ['a changed file', { 'src/deep/b.ts': 'c' }],
    ['a new file', { 'src/c.ts': '' }],
    ['a file that was absent', { 'absent.json': '' }],
    ['text that moved from one file to another', { 'src/a.ts': 'ab', 'src/deep/b.ts': '' }],
  ])('%s changes it', (_, change) => {
    const folder = temporaryFolder(files);
    const before = of(folder);
    writeFiles(folder, change);
    expect(of(folder)).not.toBe(before);
  });

  test('a removed file changes it', () => {
    const folder = temporaryFolder(files);
    const before = of(folder);
    rmSync(path.join(folder, 'src/a.ts'));
    expect(of(folder)).not.toBe(before);
  });
});

describe('stamps', () => {
  test('are read back until they are removed, and go with node_modules', () => {
    const folder = temporaryFolder();
    const stamps = createStamps(folder);
    expect(stamps.read('one')).toBeUndefined();
    stamps.write('one', 'first');
    stamps.write('one', 'second');
    stamps.write('two', 'third');
    expect(stamps.read('one')).toBe('second');
    stamps.remove('one');
    stamps.remove('one');
    expect(stamps.read('one')).toBeUndefined();
    rmSync(path.join(folder, 'node_modules'), { recursive: true });
    expect(stamps.read('two')).toBeUndefined();
  });
});
