import { describe, expect, it } from 'vitest';
import { decideRefresh, type RefreshFacts, type Refresher } from '../../src/domain/refresh-decision.ts';

const NOW = 1_000_000_000;
const NEWEST = { expiresAt: NOW + 1, usedAt: null, childSealed: null };
const PARENT = { ...NEWEST, usedAt: NOW - 1_000, childSealed: 'sealed' };
const SESSION = { clientId: 'cli', dpopJkt: null, revokedAt: null, expiresAt: NOW + 1 };
const FRESH_CHILD = { usedAt: null };
const USED_CHILD = { usedAt: NOW };

function decide(facts: Partial<RefreshFacts>, by: Partial<Refresher> = {}) {
  return decideRefresh(
    { token: NEWEST, session: SESSION, child: undefined, ...facts },
    { clientId: 'cli', jkt: null, ...by },
    NOW,
  );
}

describe('the newest token of a session', () => {
  it('gets a child', () => {
    expect(decide({})).toEqual({ kind: 'rotate' });
    expect(decide({}, { clientId: undefined, jkt: 'some key' })).toEqual({ kind: 'rotate' });
  });

  it('is refused, and nothing is ended, when it is over or not the one of who brings it', () => {
    expect(decide({ token: { ...NEWEST, expiresAt: NOW } })).toEqual({ kind: 'refused', why: 'expired' });
    expect(decide({}, { clientId: 'another' })).toEqual({ kind: 'refused', why: 'other_client' });
    const bound = { ...SESSION, dpopJkt: 'key' };
    expect(decide({ session: bound })).toEqual({ kind: 'refused', why: 'other_key' });
    expect(decide({ session: bound }, { jkt: 'other' })).toEqual({ kind: 'refused', why: 'other_key' });
    expect(decide({ session: bound }, { jkt: 'key' })).toEqual({ kind: 'rotate' });
  });
});

describe('a parent', () => {
  it.each([
    [0, 'again'],
    [29_999, 'again'],
    [30_000, 'again'],
    [30_001, 'reuse'],
    // Used by a process whose clock runs ahead of this one.
    [-1_000, 'again'],
    [-30_001, 'reuse'],
  ])('that was used %i ms ago, its child unused: %s', (ago, kind) => {
    expect(decide({ token: { ...PARENT, usedAt: NOW - ago }, child: FRESH_CHILD })).toMatchObject({ kind });
  });

  it.each<[string, Partial<RefreshFacts>, Partial<Refresher>]>([
    ['whose child was used', { child: USED_CHILD }, {}],
    ['whose child is gone', { child: undefined }, {}],
    ['whose sealed child is gone', { token: { ...PARENT, childSealed: null } }, {}],
    ['that another client brings', {}, { clientId: 'another' }],
    ['that comes without the key it is bound to', { session: { ...SESSION, dpopJkt: 'key' } }, {}],
    ['that comes with another key', { session: { ...SESSION, dpopJkt: 'key' } }, { jkt: 'other' }],
  ])('%s is a copy: the session ends', (_, facts, by) => {
    expect(decide({ token: PARENT, child: FRESH_CHILD, ...facts }, by)).toEqual({ kind: 'reuse' });
  });

  it('is a copy also when its own time is over', () => {
    const old = { ...PARENT, usedAt: NOW - 40_000, expiresAt: NOW };
    expect(decide({ token: old, child: FRESH_CHILD })).toEqual({ kind: 'reuse' });
  });
});

it('nothing is given, and nothing ended again, once the session has ended', () => {
  for (const token of [NEWEST, PARENT, { ...PARENT, usedAt: NOW - 40_000 }]) {
    for (const session of [
      { ...SESSION, revokedAt: NOW - 1 },
      { ...SESSION, expiresAt: NOW },
    ]) {
      for (const child of [FRESH_CHILD, USED_CHILD, undefined]) {
        expect(decide({ token, session, child })).toEqual({ kind: 'refused', why: 'ended' });
      }
    }
  }
});
