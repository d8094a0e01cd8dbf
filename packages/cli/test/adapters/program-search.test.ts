import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { findProgram } from '../../src/adapters/program-search.ts';
import { temporaryFolder } from '../cli-harness.ts';

function programIn(folder: string, name: string, mode = 0o755): string {
  const file = join(folder, name);
  writeFileSync(file, '');
  chmodSync(file, mode);
  return file;
}

test('a program is found in the first folder of the search path that has it', async () => {
  const [first, second] = [temporaryFolder(), temporaryFolder()];
  programIn(second, 'opener');
  const path = [first, second].join(delimiter);
  expect(await findProgram('opener', { env: { PATH: path }, platform: 'linux' })).toBe(join(second, 'opener'));
  programIn(first, 'opener');
  expect(await findProgram('opener', { env: { PATH: path }, platform: 'linux' })).toBe(join(first, 'opener'));
});

test('a whole path is taken as it is', async () => {
  const program = programIn(temporaryFolder(), 'opener');
  expect(await findProgram(program, { env: {}, platform: 'linux' })).toBe(program);
});

test('what cannot be run is not found: a folder, a file without the right, a relative place', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'opener'));
  programIn(folder, 'reader', 0o644);
  for (const name of ['opener', 'reader', 'absent']) {
    expect(await findProgram(name, { env: { PATH: folder }, platform: 'linux' })).toBeUndefined();
  }
  programIn(folder, 'present');
  expect(await findProgram('present', { env: { PATH: '.:' }, platform: 'linux' })).toBeUndefined();
  expect(await findProgram('present', { env: {}, platform: 'linux' })).toBeUndefined();
});
