import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { findEditors } from '../../src/adapters/editor-search.ts';
import { temporaryFolder } from '../cli-harness.ts';

const isWindows = process.platform === 'win32';
const ending = isWindows ? '.cmd' : '';

function folderWith(...names: readonly string[]): string {
  const folder = temporaryFolder();
  for (const name of names) writeFileSync(join(folder, name), '', { mode: 0o755 });
  return folder;
}

const find = (...folders: readonly string[]) =>
  findEditors({ env: { PATH: folders.join(delimiter) }, platform: process.platform });

test('editors are found by their commands, each where the search path has it first', async () => {
  const [first, second] = [
    folderWith(`codium${ending}`),
    folderWith(`code${ending}`, `codium${ending}`, `vim${ending}`),
  ];
  expect(await find(first, second)).toEqual([
    { name: 'code', program: join(second, `code${ending}`) },
    { name: 'codium', program: join(first, `codium${ending}`) },
  ]);
});

test('folders that are not there, and no search path at all, find nothing', async () => {
  expect(await find(join(temporaryFolder(), 'nowhere'))).toEqual([]);
  expect(await findEditors({ env: {}, platform: process.platform })).toEqual([]);
});

test('the current folder is never searched', async () => {
  const here = process.cwd();
  const folder = folderWith(`code${ending}`);
  process.chdir(folder);
  try {
    expect(await find('', '.')).toEqual([]);
    expect(await find(folder)).toHaveLength(1);
  } finally {
    process.chdir(here);
  }
});

test('a folder, and a file that cannot be run, are no commands', async ({ skip }) => {
  skip(isWindows, 'Windows knows no permission to run a file');
  const folder = folderWith('cursor');
  chmodSync(join(folder, 'cursor'), 0o644);
  mkdirSync(join(folder, 'code'));
  expect(await find(folder)).toEqual([]);
});

test('on Windows commands end in .exe or .cmd, and folders are parted by semicolons', async ({ skip }) => {
  skip(isWindows, 'elsewhere the platform is made believe; here the tests above show it');
  const folder = folderWith('code', 'cursor.cmd', 'codium.cmd', 'codium.exe');
  const found = await findEditors({ env: { PATH: `${temporaryFolder()};${folder}` }, platform: 'win32' });
  expect(found.map(({ program }) => program)).toEqual([join(folder, 'cursor.cmd'), join(folder, 'codium.exe')]);
});
