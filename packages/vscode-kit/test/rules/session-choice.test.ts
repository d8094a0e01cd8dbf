import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import type { LedgerRecord } from '../../src/rules/ledger-record.ts';
import { chooseSession, type SessionFacts } from '../../src/rules/session-choice.ts';
import type { SignedInSession, SignedOutSession } from '../../src/rules/session-record.ts';

const PLACE = { account: 'default', origin: 'https://gateway.example' };
const keyAt = (changedAt: number): SignedInSession => ({ ...PLACE, changedAt, apiKey: new Secret('chef_key') });
const markAt = (changedAt: number): SignedOutSession => ({ ...PLACE, changedAt, signedOut: true });
const ledger = (signedInAt: number, ...ended: number[]): LedgerRecord => ({ signedInAt, ended });

const choose = (facts: Partial<SessionFacts>) =>
  chooseSession({ stored: undefined, ledger: undefined, held: undefined, startedAt: 0, ...facts });

describe('a session that this window sees', () => {
  const stored = keyAt(5);

  it.each([
    ['is open when the ledger tells of it', ledger(5)],
    ['is open when the ledger tells of earlier ones', ledger(4, 4, 3)],
    ['is open when there is no ledger', undefined],
    ['is open when somebody signed in later from another computer or browser', ledger(6)],
    ['is open when somebody signed out later in another computer or browser', ledger(6, 6)],
  ] as const)('%s', (_, record) => {
    expect(choose({ stored, ledger: record })).toEqual({ kind: 'open', session: stored, isBehind: false });
  });

  it('is over when the ledger says so', () => {
    expect(choose({ stored, ledger: ledger(5, 5) })).toEqual({ kind: 'none' });
    expect(choose({ stored, ledger: ledger(6, 6, 5) })).toEqual({ kind: 'none' });
  });

  it('gives way to a later one that only another window sees', () => {
    expect(choose({ stored, ledger: ledger(6, 5) })).toEqual({ kind: 'elsewhere' });
  });

  it('never opens again when a stale window writes it back after the sign-out', () => {
    expect(choose({ stored, ledger: ledger(5, 5), held: markAt(6) })).toEqual({ kind: 'none' });
    expect(choose({ stored, ledger: undefined, held: markAt(6) })).toEqual({ kind: 'none' });
  });
});

describe('a mark that somebody signed out', () => {
  it.each([ledger(0), ledger(4), ledger(5), ledger(5, 5), ledger(6, 6), undefined])(
    'stays shut beside %j',
    (record) => {
      expect(choose({ stored: markAt(5), ledger: record })).toEqual({ kind: 'none' });
    },
  );

  it('gives way to a later sign-in in another window, from when this one began to look', () => {
    expect(choose({ stored: markAt(5), ledger: ledger(6), startedAt: 6 })).toEqual({ kind: 'elsewhere' });
    expect(choose({ stored: markAt(5), ledger: ledger(6), startedAt: 7 })).toEqual({ kind: 'none' });
  });
});

describe('a session that this window holds', () => {
  const held = keyAt(5);

  it.each([undefined, keyAt(4), markAt(4)])('is open and stored again when the storage answers %j', (stored) => {
    expect(choose({ held, stored, ledger: ledger(5) })).toEqual({ kind: 'open', session: held, isBehind: true });
  });

  it('is open and not behind when the storage has it too', () => {
    expect(choose({ held, stored: keyAt(5), ledger: ledger(5) })).toMatchObject({ kind: 'open', isBehind: false });
  });

  it('gives way to a later one in the storage', () => {
    const stored = keyAt(6);
    expect(choose({ held, stored, ledger: ledger(6, 5) })).toEqual({ kind: 'open', session: stored, isBehind: false });
    expect(choose({ held, stored: markAt(6), ledger: ledger(5) })).toEqual({ kind: 'none' });
  });

  it('is over when the storage marks the very same change as a sign-out, and the other way round', () => {
    expect(choose({ held, stored: markAt(5), ledger: ledger(5) })).toEqual({ kind: 'none' });
    expect(choose({ held: markAt(5), stored: keyAt(5), ledger: ledger(5) })).toEqual({ kind: 'none' });
  });

  it('is over when the ledger says so', () => {
    expect(choose({ held, ledger: ledger(5, 5) })).toEqual({ kind: 'none' });
  });
});

describe('a window that sees no session', () => {
  it.each([undefined, ledger(0), ledger(0, 5), ledger(5, 5), ledger(1_000, 1_000)])(
    'has none when nobody is signed in: %j',
    (record) => {
      expect(choose({ ledger: record, startedAt: 100 })).toEqual({ kind: 'none' });
    },
  );
});

describe.each([
  { stored: undefined, ended: [] },
  { stored: keyAt(5), ended: [5] },
])('a window that sees $stored and not the later sign-in', ({ stored, ended }) => {
  it('says that the key is not here when it came before the window began to look', () => {
    expect(choose({ stored, ledger: ledger(99, ...ended), startedAt: 100 })).toEqual({ kind: 'lost' });
  });

  it.each([100, 101])('takes another window to have it when it came at %d or later', (signedInAt) => {
    expect(choose({ stored, ledger: ledger(signedInAt, ...ended), startedAt: 100 })).toEqual({ kind: 'elsewhere' });
  });
});
