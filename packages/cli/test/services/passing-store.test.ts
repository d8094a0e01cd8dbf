import { Secret } from '@wicketgate/core';
import { expect, test } from 'vitest';
import { passingStore } from '../../src/services/passing-store.ts';

const ACCOUNT = 'a'.repeat(64);

test('holds a record until it is cleared', async () => {
  const store = passingStore();
  expect(await store.load(ACCOUNT)).toBeUndefined();
  await store.exclusively(ACCOUNT, () => store.save(ACCOUNT, new Secret('{"v":1}')));
  expect((await store.load(ACCOUNT))?.reveal()).toBe('{"v":1}');
  expect(await store.clear(ACCOUNT)).toBe(true);
  expect(await store.clear(ACCOUNT)).toBe(false);
});
