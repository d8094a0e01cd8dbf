import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { withinTime } from '../../src/services/time-limit.ts';

const never = () => new Promise<never>(() => undefined);

describe('withinTime', () => {
  it('answers what the work answers, and fails as it fails, at once or later', async () => {
    const clock = createFakeClock();
    const limit = { clock, ms: 1_000 };
    expect(await withinTime(limit, () => Promise.resolve(7))).toBe(7);
    const failure = new Error('its own');
    await expect(withinTime(limit, () => Promise.reject(failure))).rejects.toBe(failure);
    await expect(
      withinTime(limit, () => {
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(clock.sleepers).toBe(0);
  });

  it('ends after its time, and not before', async () => {
    const clock = createFakeClock();
    let ended = false;
    const limited = withinTime({ clock, ms: 1_000 }, never).catch((error: unknown) => {
      ended = true;
      return error;
    });
    await clock.advance(999);
    expect(ended).toBe(false);
    await clock.advance(1);
    expect(await limited).toMatchObject({ code: 'timeout' });
  });

  it('ends with its caller, and does not begin for one who has left', async () => {
    const clock = createFakeClock();
    const leaving = new AbortController();
    const limited = withinTime({ clock, ms: 1_000, signal: leaving.signal }, never);
    leaving.abort(new Error('left'));
    await expect(limited).rejects.toThrow('left');
    expect(clock.sleepers).toBe(0);
    let begun = false;
    const late = withinTime({ clock, ms: 1_000, signal: leaving.signal }, () => {
      begun = true;
      return Promise.resolve();
    });
    await expect(late).rejects.toThrow('left');
    expect(begun).toBe(false);
  });
});
