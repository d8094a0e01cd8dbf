import { describe, expect, it } from 'vitest';
import { refreshTime, tokenAge } from '../../src/rules/token-life.ts';

const MINUTE = 60_000;

describe('the life of an access token', () => {
  it('ages from five minutes before its end', () => {
    const times = { issuedAt: 0, accessExpiresAt: 30 * MINUTE };
    expect(tokenAge(times, 25 * MINUTE - 1)).toBe('fresh');
    expect(tokenAge(times, 25 * MINUTE)).toBe('ageing');
    expect(tokenAge(times, 30 * MINUTE - 1)).toBe('ageing');
    expect(tokenAge(times, 30 * MINUTE)).toBe('over');
  });

  it('ages from the last quarter of a life that is shorter', () => {
    expect(refreshTime({ issuedAt: 0, accessExpiresAt: 20 * MINUTE })).toBe(15 * MINUTE);
    expect(refreshTime({ issuedAt: 0, accessExpiresAt: 4 * MINUTE })).toBe(3 * MINUTE);
    expect(tokenAge({ issuedAt: 0, accessExpiresAt: 1_000 }, 749)).toBe('fresh');
    expect(tokenAge({ issuedAt: 0, accessExpiresAt: 1_000 }, 750)).toBe('ageing');
  });

  it('is over for an end that is no time, and for one before its beginning', () => {
    expect(tokenAge({ issuedAt: 0, accessExpiresAt: Number.NaN }, 0)).toBe('over');
    expect(tokenAge({ issuedAt: 10, accessExpiresAt: 5 }, 4)).toBe('fresh');
    expect(tokenAge({ issuedAt: 10, accessExpiresAt: 5 }, 5)).toBe('over');
  });
});
