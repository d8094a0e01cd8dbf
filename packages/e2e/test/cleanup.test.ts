import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';

test('What was opened last is closed first, and each once', async () => {
  const closed: string[] = [];
  const cleanup = createCleanup();
  for (const name of ['registry', 'gateway', 'client']) cleanup.defer(() => closed.push(name));
  await cleanup.release();
  await cleanup.release();
  expect(closed).toEqual(['client', 'gateway', 'registry']);
});

test('A release that fails keeps none of the others from running, and is reported', async () => {
  const closed: string[] = [];
  const cleanup = createCleanup();
  cleanup.defer(() => closed.push('first'));
  cleanup.defer(() => Promise.reject(new Error('stuck')));
  cleanup.defer(() => {
    throw new Error('also stuck');
  });
  await expect(cleanup.release()).rejects.toThrow('also stuck');
  expect(closed).toEqual(['first']);
});

test('A temporary folder is gone afterwards', async () => {
  const cleanup = createCleanup();
  const folder = await temporaryFolder('test', cleanup);
  expect(existsSync(folder)).toBe(true);
  await cleanup.release();
  expect(existsSync(folder)).toBe(false);
});
