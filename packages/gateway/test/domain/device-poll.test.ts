import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { decidePoll, isOpen, type PolledGrant } from '../../src/domain/device-poll.ts';

const NOW = 1_000_000;
const END = NOW + 600_000;
const POLLER = { clientId: 'cli', jkt: null };

function grant(members: Partial<PolledGrant> = {}): PolledGrant {
  return {
    ...{ clientId: 'cli', dpopJkt: null, expiresAt: END, interval: 5, polledAt: null, status: 'pending' },
    ...members,
  };
}

describe('a poll', () => {
  it('waits for the person, whenever the first one comes', () => {
    const pending = { kind: 'wait', error: 'authorization_pending', change: { polledAt: NOW } };
    expect(decidePoll(grant(), POLLER, NOW)).toEqual(pending);
  });

  it.each([
    [4_999, 'slow_down'],
    [5_000, 'authorization_pending'],
    [5_001, 'authorization_pending'],
  ])('that comes %i ms after the one before is answered %s', (later, error) => {
    expect(decidePoll(grant({ polledAt: NOW - later }), POLLER, NOW)).toMatchObject({ error });
  });

  it('that comes early costs five seconds more for good, each time', () => {
    let now = NOW;
    let waiting = grant();
    for (const interval of [10, 15, 20]) {
      const first = decidePoll(waiting, POLLER, now);
      if (first.kind !== 'wait') throw new TypeError('not waiting');
      waiting = { ...waiting, ...first.change };
      now += waiting.interval * 1_000 - 1;
      const early = decidePoll(waiting, POLLER, now);
      expect(early).toEqual({ kind: 'wait', error: 'slow_down', change: { polledAt: now, interval } });
      if (early.kind === 'wait') waiting = { ...waiting, ...early.change };
      now += interval * 1_000;
    }
  });

  it.each<[string, Partial<PolledGrant>]>([
    ['access_denied', { status: 'denied' }],
    ['invalid_grant', { status: 'used' }],
    ['expired_token', { expiresAt: NOW }],
    ['expired_token', { expiresAt: NOW, status: 'approved' }],
    ['expired_token', { expiresAt: NOW, status: 'denied' }],
    ['invalid_grant', { expiresAt: NOW, status: 'used' }],
    ['invalid_grant', { clientId: 'another', status: 'approved' }],
    ['invalid_grant', { dpopJkt: 'another key', status: 'approved' }],
    ['invalid_grant', { dpopJkt: 'another key' }],
  ])('is refused with %s for %o', (error, members) => {
    expect(decidePoll(grant(members), POLLER, NOW)).toEqual({ kind: 'refused', error });
  });

  it('gives tokens of an approved grant a millisecond before its end, however early it comes', () => {
    const approved = grant({ status: 'approved', expiresAt: NOW + 1, polledAt: NOW });
    expect(decidePoll(approved, POLLER, NOW)).toEqual({ kind: 'approved' });
    expect(decidePoll(approved, { clientId: undefined, jkt: 'key' }, NOW)).toEqual({ kind: 'approved' });
  });

  it('never makes the interval shorter, and never answers anything else before the person decided', () => {
    const random = createSeededRandom();
    for (let run = 0; run < 50; run++) {
      let [now, waiting] = [NOW, grant({ expiresAt: Infinity })];
      for (const pause of random(new Uint8Array(40))) {
        now += pause * 250;
        const decision = decidePoll(waiting, POLLER, now);
        if (decision.kind !== 'wait') throw new TypeError('decided by nobody');
        const next = { ...waiting, ...decision.change };
        expect(next.interval - waiting.interval).toBe(decision.error === 'slow_down' ? 5 : 0);
        waiting = next;
      }
    }
  });
});

it('a grant is open to a decision while it is pending and has not ended', () => {
  expect(isOpen(grant(), END - 1)).toBe(true);
  expect(isOpen(grant(), END)).toBe(false);
  for (const status of ['approved', 'denied', 'used'] as const) expect(isOpen(grant({ status }), NOW)).toBe(false);
});
