import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSeededRandom } from '@wicketgate/testing';
import { expect, test } from 'vitest';
import { openConfigFolder } from '../../src/adapters/config-folder.ts';
import { temporaryFolder } from '../cli-harness.ts';
import { startCommand } from '../command-process.ts';

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

test.each(['', 'relative/home'])('a home of %j is none: settings of the folder at hand are not taken', async (home) => {
  const result = await startCommand(['config', 'path'], { HOME: home, XDG_CONFIG_HOME: '', WICKETGATE_CONFIG_DIR: '' })
    .ended;
  expect(result).toMatchObject({ code: 78, stdout: '' });
  expect(result.stderr).toMatch(/WICKETGATE_CONFIG_DIR[\s\S]*\(broken_config\)/);
});

test('proving that a folder can be written leaves nothing in it', async () => {
  const path = join(temporaryFolder(), 'config');
  const folder = openConfigFolder({ WICKETGATE_CONFIG_DIR: path });
  await folder.proveWritable();
  expect(readdirSync(path)).toEqual([]);
  mkdirSync(folder.signIn, { mode: 0o700 });
  await folder.proveWritable();
  expect(readdirSync(path, { recursive: true })).toEqual(['sign-in']);
});

test.each([
  ['of settings', 'config.json.lock'],
  ['of sign-ins', join('sign-in', 'ready.lock')],
])('a folder %s where something stands in the way is named', async (_, blocked) => {
  const path = temporaryFolder();
  mkdirSync(join(path, 'sign-in'), { mode: 0o700 });
  mkdirSync(join(path, blocked, 'in-the-way'), { recursive: true });
  const folder = openConfigFolder({ WICKETGATE_CONFIG_DIR: path });
  await expect(folder.proveWritable()).rejects.toMatchObject({
    code: 'unsafe_file',
    message: expect.stringContaining(blocked) as string,
  });
});

test('a place for settings that is no folder is named before anything is kept', async () => {
  const folder = openConfigFolder({ WICKETGATE_CONFIG_DIR: '/dev/null/nowhere' });
  await expect(folder.proveWritable()).rejects.toMatchObject({ code: 'unwritable_file' });
});
