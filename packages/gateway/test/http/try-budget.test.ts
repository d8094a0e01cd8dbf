import { describe, expect, it } from 'vitest';
import { createMemoryLimiter } from '../../src/adapters/memory-limiter.ts';
import { createTryBudget } from '../../src/http/try-budget.ts';
import { createGate } from '../support/gate.ts';
import { NEW_YEAR } from '../support/records.ts';

const ONE = { bucket: 'one', limits: { requests: 2, windowSeconds: 20, burst: 2 } };
const ALL = { bucket: 'all', limits: { requests: 3, windowSeconds: 30, burst: 3 } };

describe('a budget of tries', () => {
  const make = () => {
    const budget = createTryBudget(createMemoryLimiter());
    return (text: string, wrong: boolean, { budgets = [ONE], now = NEW_YEAR, until = Promise.resolve() } = {}) =>
      budget.attempt({ budgets, text, now }, () => until.then(() => ({ wrong })));
  };

  it('is spent by wrong tries alone', async () => {
    const attempt = make();
    for (let turn = 0; turn < 5; turn++) expect(await attempt('right', false)).toMatchObject({ kind: 'judged' });
    expect(await attempt('a', true)).toMatchObject({ kind: 'judged', verdict: { wrong: true } });
    expect(await attempt('b', true)).toMatchObject({ kind: 'judged' });
    expect(await attempt('right', false)).toEqual({ kind: 'throttled', retryAfterSeconds: 10 });
    expect(await attempt('right', false, { now: NEW_YEAR + 10_000 })).toMatchObject({ kind: 'judged' });
  });

  it('needs something left in every bucket', async () => {
    const attempt = make();
    const other = { ...ONE, bucket: 'other' };
    await attempt('a', true, { budgets: [ONE, ALL] });
    await attempt('b', true, { budgets: [ONE, ALL] });
    await attempt('c', true, { budgets: [other, ALL] });
    expect(await attempt('d', true, { budgets: [other, ALL] })).toMatchObject({ kind: 'throttled' });
    expect(await attempt('d', true, { budgets: [other] })).toMatchObject({ kind: 'judged' });
  });

  it('counts what is being judged, and one text at once as one try', async () => {
    const attempt = make();
    const { opened: until, open } = createGate();
    const same = [attempt('a', true, { until }), attempt('a', true, { until }), attempt('b', true, { until })];
    expect(await attempt('c', true, { until })).toMatchObject({ kind: 'throttled' });
    open();
    expect((await Promise.all(same)).map(({ kind }) => kind)).toEqual(['judged', 'judged', 'judged']);
  });
});
