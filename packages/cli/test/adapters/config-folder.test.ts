import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSeededRandom } from '@wicketgate/testing';
import { expect, test } from 'vitest';
import { openConfigFolder } from '../../src/adapters/config-folder.ts';
import { temporaryFolder } from '../cli-harness.ts';

test('two first runs at once agree on one install id', async () => {
  const path = join(temporaryFolder(), 'config');
  const ask = (seed: number) => openConfigFolder({ WICKETGATE_CONFIG_DIR: path }).installId(createSeededRandom(seed));
  const ids = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(ask));
  expect(new Set(ids).size).toBe(1);
  expect(readFileSync(join(path, 'install-id'), 'utf8').trim()).toBe(ids[0]);
});

test('an install id that is broken is replaced', async () => {
  const path = temporaryFolder();
  writeFileSync(join(path, 'install-id'), 'x');
  const id = await openConfigFolder({ WICKETGATE_CONFIG_DIR: path }).installId(createSeededRandom(1));
  expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(readFileSync(join(path, 'install-id'), 'utf8').trim()).toBe(id);
});

test('changes at once lose none of each other', async () => {
  const path = join(temporaryFolder(), 'config');
  const folder = () => openConfigFolder({ WICKETGATE_CONFIG_DIR: path });
  await Promise.all([folder().change('timeout', 5), folder().change('url', 'https://gate.example.com')]);
  expect(await folder().load()).toEqual({ timeout: 5, url: 'https://gate.example.com' });
  expect(readdirSync(path)).toEqual(['config.json']);
});

test('a place that cannot be written is named', async () => {
  const folder = openConfigFolder({ WICKETGATE_CONFIG_DIR: '/dev/null/nowhere' });
  await expect(folder.change('timeout', 5)).rejects.toMatchObject({
    code: 'unwritable_file',
    message: expect.stringContaining('/dev/null/nowhere') as string,
  });
});

test('a folder that is made is for its owner alone; one that is there stays as it is', async () => {
  const base = temporaryFolder();
  const there = join(base, 'there');
  mkdirSync(there, { mode: 0o755 });
  await openConfigFolder({ WICKETGATE_CONFIG_DIR: join(base, 'a', 'b') }).change('timeout', 5);
  await openConfigFolder({ WICKETGATE_CONFIG_DIR: there }).change('timeout', 5);
  expect(statSync(join(base, 'a', 'b')).mode & 0o777).toBe(0o700);
  expect(statSync(there).mode & 0o777).toBe(0o755);
});

test('without a choice it is the folder of the platform', () => {
  expect(openConfigFolder({}).file).toMatch(/wicketgate[/\\](?:Config[/\\])?config\.json$/);
});
