import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from '../../src/files/program-search.ts';

const isWindows = process.platform === 'win32';
const ending = isWindows ? '.cmd' : '';
let folder: string;
let first: string;
let second: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wicketgate-search-'));
  first = join(folder, 'first');
  second = join(folder, 'second');
  await mkdir(join(first, 'tool'), { recursive: true });
  await mkdir(second);
  await writeFile(join(first, `plain${ending}`), '', { mode: 0o644 });
  for (const place of [first, second]) await writeFile(join(place, `both${ending}`), '', { mode: 0o755 });
  for (const name of ['tool', 'plain']) await writeFile(join(second, name + ending), '', { mode: 0o755 });
});
afterAll(() => rm(folder, { recursive: true }));

const find = (name: string, path: readonly string[]) =>
  findProgram(name, {
    env: { [isWindows ? 'Path' : 'PATH']: path.join(isWindows ? ';' : ':') },
    platform: process.platform,
  });

describe('A program is found', () => {
  it('in the first folder of the search path that has it', async () => {
    expect(await find('both', [first, second])).toBe(join(first, `both${ending}`));
  });

  it('past a folder of that name, and past a file that cannot be run', async (context) => {
    expect(await find('tool', [first, second])).toBe(join(second, `tool${ending}`));
    context.skip(isWindows, 'Windows has no permission to run');
    expect(await find('plain', [first, second])).toBe(join(second, 'plain'));
  });

  it('by its whole path, if it can be run', async () => {
    expect(await find(join(second, `both${ending}`), [])).toBe(join(second, `both${ending}`));
    expect(await find(join(first, 'tool'), [])).toBeUndefined();
  });

  it('never in the current folder', async () => {
    const here = process.cwd();
    process.chdir(second);
    try {
      expect(await find('tool', ['', '.', '../second'])).toBeUndefined();
    } finally {
      process.chdir(here);
    }
  });

  it('on Windows with the endings that it has, whichever way the search path is spelled', async () => {
    await writeFile(join(second, 'shim.cmd'), '', { mode: 0o755 });
    for (const name of ['Path', 'PATH', 'path']) {
      const options = { env: { [name]: `${first};${second}` }, platform: 'win32' } as const;
      expect(await findProgram('shim', options)).toBe(join(second, 'shim.cmd'));
      expect(await findProgram('shim.CMD', options)).toBe(isWindows ? join(second, 'shim.CMD') : undefined);
    }
  });

  it('nowhere without a search path', async () => {
    expect(await findProgram('both', { env: {}, platform: process.platform })).toBeUndefined();
  });
});
