import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { Deadlines } from '../../../src/adapters/sdk/deadlines.ts';

function world() {
  const clock = createFakeClock();
  const deadlines = new Deadlines(clock);
  const start = (timeoutMs: number, totalTimeoutMs = 1_000_000, signal?: AbortSignal) =>
    deadlines.start({ timeoutMs, totalTimeoutMs, signal });
  return { clock, deadlines, start };
}

describe('a limit of a call', () => {
  it.each([1, 999, 1_000, 1_001, 60_000])('of %i ms without an answer ends then, and not before', async (ms) => {
    const { clock, start } = world();
    const limit = start(ms);
    await clock.advance(ms - 1);
    expect([limit.ended, limit.signal.aborted]).toEqual([undefined, false]);
    await clock.advance(1);
    expect([limit.ended, limit.signal.aborted]).toEqual(['timeout', true]);
  });

  it('is its own, also when it begins while others run', async () => {
    const { clock, start } = world();
    const limits = [start(5_000)];
    await clock.advance(1_300);
    limits.push(start(400), start(5_000));
    await clock.advance(399);
    expect(limits.map(({ ended }) => ended)).toEqual([undefined, undefined, undefined]);
    await clock.advance(1);
    expect(limits.map(({ ended }) => ended)).toEqual([undefined, 'timeout', undefined]);
    await clock.advance(3_300);
    expect(limits.map(({ ended }) => ended)).toEqual(['timeout', 'timeout', undefined]);
    await clock.advance(1_300);
    expect(limits[2]?.ended).toBe('timeout');
  });

  it('begins anew with a sign of life, and ends all the same when all of its time is over', async () => {
    const { clock, start } = world();
    const limit = start(2_000, 5_000);
    for (let at = 0; at < 3; at++) {
      await clock.advance(1_500);
      limit.touch();
    }
    await clock.advance(499);
    expect(limit.ended).toBeUndefined();
    await clock.advance(1);
    expect(limit.ended).toBe('timeout');
  });

  it('ends with the signal of its caller, also when that has ended before', () => {
    const { start, clock } = world();
    const ending = new AbortController();
    const limit = start(1_000, 1_000, ending.signal);
    ending.abort('enough');
    expect([limit.ended, limit.signal.reason]).toEqual(['caller', 'enough']);
    limit.release();
    expect(start(1_000, 1_000, AbortSignal.abort()).ended).toBe('caller');
    expect(clock.sleepers).toBe(1);
  });

  it.each([-3_600_000, 3_600_000])(
    'does not come much later, and no earlier, when the clock is set by %i ms',
    async (ms) => {
      const { clock, start } = world();
      const limit = start(10_000);
      await clock.advance(4_500);
      clock.set(clock.now() + ms);
      await clock.advance(5_499);
      limit.touch();
      await clock.advance(9_999);
      expect(limit.ended).toBeUndefined();
      await clock.advance(1_001);
      expect(limit.ended).toBe('timeout');
    },
  );
});

describe('the limits of a connection', () => {
  it('have one timer, which is gone soon after the last of them', async () => {
    const { clock, start } = world();
    const limits = Array.from({ length: 100 }, () => start(60_000));
    expect(clock.sleepers).toBe(1);
    await clock.advance(30_000);
    expect(clock.sleepers).toBe(1);
    for (const limit of limits) limit.release();
    await clock.advance(1_000);
    expect(clock.sleepers).toBe(0);
    expect(limits.every(({ ended }) => ended === undefined)).toBe(true);
  });

  it('stand still while somebody is asked for input, and begin anew', async () => {
    const { clock, deadlines, start } = world();
    const limits = [start(2_000), start(300_000, 20_000)];
    let answer: () => void = () => undefined;
    const asked = deadlines.during(() => new Promise<void>((resolve) => (answer = resolve)));
    await clock.advance(15_000);
    answer();
    await asked;
    await clock.advance(1_999);
    expect(limits.map(({ ended }) => ended)).toEqual([undefined, undefined]);
    await clock.advance(1);
    expect(limits.map(({ ended }) => ended)).toEqual(['timeout', undefined]);
    await clock.advance(3_000);
    expect(limits[1]?.ended).toBe('timeout');
  });

  it('end with the connection at once, and leave no timer', () => {
    const { clock, deadlines, start } = world();
    const limit = start(60_000);
    deadlines.close();
    expect([limit.ended, start(60_000).ended, clock.sleepers]).toEqual(['closed', 'closed', 0]);
  });
});
