import { expect, test } from 'vitest';
import { Hearsay, sumOf } from '../proofs/sign-in/hearsay.ts';

const answered = (askedAt: number, waitedMs = 5) => ({ kind: 'answered', askedAt, waitedMs }) as const;
const failed = (askedAt: number) => ({ kind: 'failed', askedAt, code: 'timeout' }) as const;

/** The gateway was away from 1000 to 2000. */
function heardOf(...said: readonly (readonly [word: Parameters<Hearsay['note']>[0], now: number])[]): Hearsay {
  const hearsay = new Hearsay();
  hearsay.away(1_000);
  hearsay.back(2_000);
  for (const [word, now] of said) hearsay.note(word, now);
  return hearsay;
}

test.each([
  ['before the gateway went', { askedAt: 900, now: 999, counted: 1 }],
  ['after it was back', { askedAt: 2_001, now: 2_100, counted: 1 }],
  ['when it went', { askedAt: 900, now: 1_000, counted: 0 }],
  ['while it was away', { askedAt: 1_100, now: 1_200, counted: 0 }],
  ['over all the time that it was away', { askedAt: 900, now: 2_100, counted: 0 }],
  ['from the moment on when it was back', { askedAt: 2_000, now: 2_100, counted: 0 }],
])('A call that failed %s is excused only if the gateway was away meanwhile', (_, { askedAt, now, counted }) => {
  const hearsay = heardOf([failed(askedAt), now]);
  expect(sumOf(hearsay.failed)).toBe(counted);
  expect(hearsay.failedInOutage).toBe(1 - counted);
});

test('A gateway that has not come back is away', () => {
  const hearsay = heardOf();
  hearsay.away(3_000);
  hearsay.note(failed(2_500), 2_999);
  hearsay.note(failed(2_500), 3_000);
  hearsay.note(failed(9_000), 9_100);
  expect([sumOf(hearsay.failed), hearsay.failedInOutage]).toEqual([1, 2]);
});

test('Every answer counts, and the waits of those alone that nothing kept', () => {
  const hearsay = heardOf([answered(900, 7), 950], [answered(1_500, 800), 2_300]);
  expect(hearsay.answered).toBe(2);
  expect(hearsay.waitsMs).toEqual([7]);
});

test('Nobody is signed out with an excuse', () => {
  const hearsay = heardOf([{ kind: 'signed_out', because: 'refused' }, 1_500]);
  expect(hearsay.signedOut).toEqual(new Map([['refused', 1]]));
});
