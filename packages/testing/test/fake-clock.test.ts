import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';

describe('the fake clock', () => {
  it('stands still until it is turned', async () => {
    const clock = createFakeClock(1000);
    expect(clock.now()).toBe(1000);
    await clock.advance(1);
    expect(clock.now()).toBe(1001);
    expect(createFakeClock().now()).toBe(Date.parse('2026-01-01T00:00:00Z'));
  });

  it('wakes a sleeper when its time has come, not a millisecond earlier', async () => {
    const clock = createFakeClock();
    let awake = false;
    void clock.sleep(100).then(() => (awake = true));
    await clock.advance(99);
    expect(awake).toBe(false);
    await clock.advance(1);
    expect(awake).toBe(true);
  });

  it('wakes sleepers in the order of their times, each at its own time', async () => {
    const clock = createFakeClock(0);
    const woken: [string, number][] = [];
    const sleeper = async (name: string, ms: number) => {
      await clock.sleep(ms);
      woken.push([name, clock.now()]);
    };
    void sleeper('late', 30);
    void sleeper('early', 10);
    void sleeper('middle', 20);
    await clock.advance(100);
    expect(woken).toEqual([
      ['early', 10],
      ['middle', 20],
      ['late', 30],
    ]);
    expect(clock.now()).toBe(100);
  });

  it('honours sleeps that are started on the way', async () => {
    const clock = createFakeClock(0);
    const ticks: number[] = [];
    void (async () => {
      for (;;) {
        await clock.sleep(10);
        ticks.push(clock.now());
      }
    })();
    await clock.advance(35);
    expect(ticks).toEqual([10, 20, 30]);
    expect(clock.sleepers).toBe(1);
  });

  it('rejects a sleep with the reason of its signal, and forgets it', async () => {
    const clock = createFakeClock();
    const stop = new AbortController();
    const sleep = clock.sleep(100, stop.signal);
    expect(clock.sleepers).toBe(1);
    const reason = new Error('enough');
    stop.abort(reason);
    await expect(sleep).rejects.toBe(reason);
    expect(clock.sleepers).toBe(0);
    await expect(clock.sleep(100, stop.signal)).rejects.toBe(reason);
    expect(clock.sleepers).toBe(0);
  });

  it('does not mind a signal that is aborted after the sleep', async () => {
    const clock = createFakeClock();
    const stop = new AbortController();
    const sleep = clock.sleep(1, stop.signal);
    await clock.advance(1);
    stop.abort();
    await expect(sleep).resolves.toBeUndefined();
  });

  it('can be set back and forth, and everybody sleeps on for as long as before', async () => {
    const clock = createFakeClock(1000);
    let awake = false;
    void clock.sleep(10).then(() => (awake = true));
    clock.set(5000);
    await clock.advance(9);
    expect(clock.now()).toBe(5009);
    clock.set(0);
    expect(clock.now()).toBe(0);
    expect(awake).toBe(false);
    await clock.advance(1);
    expect(clock.now()).toBe(1);
    expect(awake).toBe(true);
  });

  it('shows whole milliseconds however long somebody slept, and wakes nobody early', async () => {
    const clock = createFakeClock(1000);
    const woken: number[] = [];
    void (async () => {
      for (const ms of [0.1, 1.5, 2]) {
        await clock.sleep(ms);
        woken.push(clock.now());
      }
    })();
    await clock.advance(4.5);
    expect(woken).toEqual([1001, 1003]);
    expect(clock.now()).toBe(1004);
    await clock.advance(0.5);
    expect(woken).toEqual([1001, 1003, 1005]);
    expect(clock.now()).toBe(1005);
  });
});
