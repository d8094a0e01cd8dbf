import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
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

  it('rests as it sleeps, and is woken alike', async () => {
    const leaving = new AbortController();
    const rest = systemClock.rest?.(50);
    const left = systemClock.rest?.(50, leaving.signal);
    leaving.abort('left');
    await expect(left).rejects.toBe('left');
    await vi.advanceTimersByTimeAsync(50);
    await expect(rest).resolves.toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a process', () => {
  it('is kept alive by a sleep, and by no rest', async () => {
    const source = new URL('../../src/adapters/system-clock.ts', import.meta.url).href;
    const program = (call: string) => `
      import { systemClock } from ${JSON.stringify(source)};
      process.on('exit', () => console.log('exit'));
      systemClock.${call}.then(() => console.log('awake'));`;
    const run = async (call: string) => {
      const args = ['--input-type=module-typescript', '-e', program(call)];
      return (await promisify(execFile)(process.execPath, args)).stdout;
    };
    expect(await run('rest(3_600_000)')).toBe('exit\n');
    expect(await run('sleep(20)')).toBe('awake\nexit\n');
  });
});
