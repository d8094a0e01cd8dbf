import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import type { LedgerRecord } from '../../src/rules/ledger-record.ts';
import { chooseSession, type SessionFacts } from '../../src/rules/session-choice.ts';
import type { SignedInSession, SignedOutSession } from '../../src/rules/session-record.ts';

const PLACE = { account: 'default', origin: 'https://gateway.example' };
const keyAt = (changedAt: number): SignedInSession => ({ ...PLACE, changedAt, apiKey: new Secret('chef_key') });
const markAt = (changedAt: number): SignedOutSession => ({ ...PLACE, changedAt, signedOut: true });
const inAt = (changedAt: number): LedgerRecord => ({ changedAt, signedIn: true });
const outAt = (changedAt: number): LedgerRecord => ({ changedAt, signedIn: false });

const choose = (facts: Partial<SessionFacts>) =>
  chooseSession({ stored: undefined, ledger: undefined, held: undefined, startedAt: 0, ...facts });

describe('a session that this window sees', () => {
  const stored = keyAt(5);

  it.each([
    ['is open when the ledger tells the same change', inAt(5), 'none'],
    ['is open when the ledger is older, which is mended', inAt(4), 'ledger'],
    ['is open when the ledger tells an older sign-out, which is mended', outAt(4), 'ledger'],
    ['is open when there is no ledger, which is mended', undefined, 'ledger'],
  ] as const)('%s', (_, ledger, mend) => {
    expect(choose({ stored, ledger })).toEqual({ kind: 'open', session: stored, mend });
  });

  it('is over when another window signed out later', () => {
    expect(choose({ stored, ledger: outAt(6) })).toEqual({ kind: 'none' });
  });

  it('is over when the ledger says so of the very same change', () => {
    expect(choose({ stored, ledger: outAt(5) })).toEqual({ kind: 'none' });
  });

  it('gives way to a later one that only another window sees', () => {
    expect(choose({ stored, ledger: inAt(6) })).toEqual({ kind: 'elsewhere' });
  });

  it('never opens again when a stale window writes it back after the sign-out', () => {
    expect(choose({ stored, ledger: outAt(6), held: markAt(6) })).toEqual({ kind: 'none' });
    expect(choose({ stored, ledger: undefined, held: markAt(6) })).toEqual({ kind: 'none' });
  });
});

describe('a mark that somebody signed out', () => {
  it.each([inAt(4), inAt(5), outAt(4), outAt(5), outAt(6), undefined])('stays shut beside %j', (ledger) => {
    expect(choose({ stored: markAt(5), ledger })).toEqual({ kind: 'none' });
  });

  it('gives way to a later sign-in in another window', () => {
    expect(choose({ stored: markAt(5), ledger: inAt(6) })).toEqual({ kind: 'elsewhere' });
  });
});

describe('a session that this window holds', () => {
  const held = keyAt(5);

  it.each([undefined, keyAt(4), markAt(4)])('is open and stored again when the storage answers %j', (stored) => {
    expect(choose({ held, stored, ledger: inAt(5) })).toEqual({ kind: 'open', session: held, mend: 'store' });
  });

  it('is open without a mend when the storage has it too', () => {
    expect(choose({ held, stored: keyAt(5), ledger: inAt(5) })).toMatchObject({ kind: 'open', mend: 'none' });
  });

  it('gives way to a later one in the storage', () => {
    const stored = keyAt(6);
    expect(choose({ held, stored, ledger: inAt(6) })).toEqual({ kind: 'open', session: stored, mend: 'none' });
    expect(choose({ held, stored: markAt(6), ledger: inAt(5) })).toEqual({ kind: 'none' });
  });

  it('is over when the storage marks the very same change as a sign-out, and the other way round', () => {
    expect(choose({ held, stored: markAt(5), ledger: inAt(5) })).toEqual({ kind: 'none' });
    expect(choose({ held: markAt(5), stored: keyAt(5), ledger: inAt(5) })).toEqual({ kind: 'none' });
  });

  it('is over when another window signed out later', () => {
    expect(choose({ held, ledger: outAt(6) })).toEqual({ kind: 'none' });
  });
});

describe('a window that sees no session', () => {
  it.each([undefined, outAt(5), outAt(1_000)])('has none when nobody is signed in: %j', (ledger) => {
    expect(choose({ ledger, startedAt: 100 })).toEqual({ kind: 'none' });
  });
});

describe.each([undefined, keyAt(5), markAt(5)])('a window that sees %j and not the later sign-in', (stored) => {
  it('knows that the host lost it when it came before the window began to look', () => {
    expect(choose({ stored, ledger: inAt(99), startedAt: 100 })).toEqual({ kind: 'lost' });
  });

  it.each([100, 101])('takes another window to have it when it came at %d or later', (changedAt) => {
    expect(choose({ stored, ledger: inAt(changedAt), startedAt: 100 })).toEqual({ kind: 'elsewhere' });
  });
});
