import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSignInReceipts, forgetSignInReceipts } from '../../src/adapters/sign-in-receipts.ts';
import { temporaryFolder } from '../cli-harness.ts';

const [FIRST, SECOND] = ['a'.repeat(64), 'b'.repeat(64)];

test('the receipt of the newest token alone is kept', async () => {
  const folder = join(temporaryFolder(), 'receipts');
  const receipts = createSignInReceipts(folder);
  await receipts.save(FIRST, 'one');
  await receipts.save(SECOND, 'two');
  expect(await receipts.load(FIRST)).toBeUndefined();
  expect((await receipts.load(SECOND))?.trim()).toBe('two');
  await receipts.save(SECOND, 'three');
  expect((await receipts.load(SECOND))?.trim()).toBe('three');
});

test('what is no receipt is left', async () => {
  const folder = join(temporaryFolder(), 'receipts');
  const receipts = createSignInReceipts(folder);
  await receipts.save(FIRST, 'one');
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  await receipts.save(SECOND, 'two');
  expect(readdirSync(folder).sort()).toEqual(['notes.txt', `receipt-${SECOND}.json`]);
});

test('all are forgotten at once, and a second time is no error', async () => {
  const folder = join(temporaryFolder(), 'receipts');
  await createSignInReceipts(folder).save(FIRST, 'one');
  await forgetSignInReceipts(folder);
  await forgetSignInReceipts(folder);
  expect(existsSync(folder)).toBe(false);
});
