import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/adapters/system-clock.ts';

describe('systemClock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells the time and sleeps', async () => {
    expect(systemClock.now()).toBe(1_000);
    let awake = false;
    const sleep = systemClock.sleep(50).then(() => (awake = true));
    await vi.advanceTimersByTimeAsync(49);
    expect(awake).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await sleep;
    expect([awake, systemClock.now()]).toEqual([true, 1_050]);
  });

  it('sleeps longer than a platform timer can', async () => {
    const days = 60 * 86_400_000;
    let awake = false;
    void systemClock.sleep(days).then(() => (awake = true));
    await vi.advanceTimersByTimeAsync(days - 1);
    expect(awake).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(awake).toBe(true);
  });

  it('is woken by an abort, with its reason and without leaving a timer', async () => {
    const leaving = new AbortController();
    const sleep = systemClock.sleep(50, leaving.signal);
    leaving.abort('left');
    await expect(sleep).rejects.toBe('left');
    await expect(systemClock.sleep(50, leaving.signal)).rejects.toBe('left');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('listens to a signal only while it sleeps', async () => {
    const leaving = new AbortController();
    const remove = vi.spyOn(leaving.signal, 'removeEventListener');
    const sleep = systemClock.sleep(5, leaving.signal);
    await vi.advanceTimersByTimeAsync(5);
    await sleep;
    expect(remove).toHaveBeenCalledOnce();
  });
});
