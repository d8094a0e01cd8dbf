import { createMemoryTokenStore } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';

const [ACCOUNT, OTHER] = ['a'.repeat(64), 'b'.repeat(64)];
const held = (text: string) => ({ reveal: () => text });

// What every token store promises is told by the suite in packages/secrets, which this one passes too.
describe('the memory token store', () => {
  it('keeps one record per account, as it was given', async () => {
    const store = createMemoryTokenStore();
    const record = held('one');
    await store.save(ACCOUNT, record);
    await store.save(OTHER, held('two'));
    expect(await store.load(ACCOUNT)).toBe(record);
    expect(await store.clear(OTHER)).toBe(true);
    expect([...store.records]).toEqual([[ACCOUNT, record]]);
  });

  it('lets work for one account run one after the other', async () => {
    const store = createMemoryTokenStore();
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await store.load(ACCOUNT);
      order.push(`${name} ends`);
    };
    await Promise.all([store.exclusively(ACCOUNT, work('one')), store.exclusively(ACCOUNT, work('two'))]);
    expect(order).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  });
});
