import { describe, expect, it } from 'vitest';
import { LONGEST_RETRY_AFTER_MS, repeatDelay, type RepeatState } from '../../../src/rules/session/repeat-delay.ts';

const least = (bytes: Uint8Array<ArrayBuffer>) => bytes.fill(0);
const most = (bytes: Uint8Array<ArrayBuffer>) => bytes.fill(255);

const delay = (state: Partial<RepeatState>) =>
  repeatDelay({ failures: 1, retries: 10, retryAfterMs: undefined, remainingMs: 600_000, random: most, ...state });

describe('repeatDelay', () => {
  it('waits from nothing up to a bound that doubles from 500 ms to 8 s', () => {
    expect(delay({ random: least })).toBe(0);
    const bounds = [1, 2, 3, 4, 5, 6].map((failures) => Math.round(delay({ failures }) ?? -1));
    expect(bounds).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  it('waits as long as the server asked, and up to a fifth longer', () => {
    expect(delay({ retryAfterMs: 3_000, random: least })).toBe(3_000);
    expect(Math.round(delay({ retryAfterMs: 3_000 }) ?? 0)).toBe(3_600);
  });

  it('gives up on a server that asks for more than a minute', () => {
    expect(delay({ retryAfterMs: LONGEST_RETRY_AFTER_MS, random: least })).toBe(LONGEST_RETRY_AFTER_MS);
    expect(delay({ retryAfterMs: LONGEST_RETRY_AFTER_MS + 1, random: least })).toBeUndefined();
  });

  it('gives up after the last retry', () => {
    expect(delay({ failures: 2, retries: 2, random: least })).toBe(0);
    expect(delay({ failures: 3, retries: 2, random: least })).toBeUndefined();
    expect(delay({ failures: 1, retries: 0, random: least })).toBeUndefined();
  });

  it('waits for nothing that the deadline would not see', () => {
    expect(delay({ retryAfterMs: 1_000, remainingMs: 1_001, random: least })).toBe(1_000);
    expect(delay({ retryAfterMs: 1_000, remainingMs: 1_000, random: least })).toBeUndefined();
  });
});
