import { createMemoryRecordStore } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';

describe('the memory record store', () => {
  it('keeps one record per account', async () => {
    const store = createMemoryRecordStore();
    await store.save('a', 'one');
    await store.save('a', 'two');
    await store.save('b', 'three');
    expect(await store.load('a')).toBe('two');
    await store.clear('a');
    await store.clear('never there');
    expect(await store.load('a')).toBeUndefined();
    expect([...store.records]).toEqual([['b', 'three']]);
  });
});
