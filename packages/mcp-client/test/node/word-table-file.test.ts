import path from 'node:path';
import { expect, it } from 'vitest';
import { readWordTable } from '../../src/node/word-table-file.ts';

it('reads the table that comes with the package', async () => {
  const table = await readWordTable();
  expect([table.size, table.dimensions]).toEqual([20_000, 64]);
});

it('reads a table that stands elsewhere', async () => {
  const file = path.resolve(import.meta.dirname, '../../data/words-20k-64.bin');
  expect((await readWordTable(file)).vectorOf('weather')).toEqual((await readWordTable()).vectorOf('weather'));
});

it('rejects a file that is no table of words, and one that is not there', async () => {
  const here = import.meta.filename;
  await expect(readWordTable(here)).rejects.toThrow('This is no table of words: it does not begin like one.');
  await expect(readWordTable(`${here}.missing`)).rejects.toMatchObject({ code: 'ENOENT' });
});
