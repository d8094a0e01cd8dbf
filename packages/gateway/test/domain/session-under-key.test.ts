import { describe, expect, it } from 'vitest';
import { isOpen, revisionOfSignIn, sessionUnderKey } from '../../src/domain/session-under-key.ts';
import { keyRecord, NEW_YEAR } from '../support/records.ts';
import { sessionRecord } from '../support/session-records.ts';

const session = sessionRecord({ source: { kind: 'key', id: 'key0000001' }, role: 'admin', scopes: ['a', 'b'] });

describe('a sign-in by API key', () => {
  it('has what the key has, and of the scopes what it was granted', () => {
    const limits = { requests: 1, windowSeconds: 1, burst: 1 };
    const key = keyRecord({ tier: 'free', role: 'user', scopes: ['b', 'c'], limits, expiresAt: NEW_YEAR + 1 });
    expect(sessionUnderKey({ session, key })).toEqual({
      ...session,
      ...{ principal: key.owner, tier: 'free', role: 'user', scopes: ['b'], limits, expiresAt: NEW_YEAR + 1 },
    });
    const later = keyRecord({ expiresAt: session.expiresAt + 1 });
    expect(sessionUnderKey({ session, key: later }).expiresAt).toBe(session.expiresAt);
  });

  it('is open while both are', () => {
    expect(isOpen({ session, key: keyRecord() }, NEW_YEAR)).toBe(true);
    expect(isOpen({ session, key: undefined }, NEW_YEAR)).toBe(false);
    expect(isOpen({ session, key: keyRecord({ status: 'suspended' }) }, NEW_YEAR)).toBe(false);
    expect(isOpen({ session, key: keyRecord({ status: 'revoked' }) }, NEW_YEAR)).toBe(false);
    expect(isOpen({ session, key: keyRecord({ expiresAt: NEW_YEAR }) }, NEW_YEAR)).toBe(false);
    expect(isOpen({ session, key: keyRecord({ expiresAt: NEW_YEAR + 1 }) }, NEW_YEAR)).toBe(true);
    expect(isOpen({ session: { ...session, revokedAt: NEW_YEAR }, key: keyRecord() }, NEW_YEAR)).toBe(false);
  });

  it('has another revision after a change of either', () => {
    const revisions = [
      revisionOfSignIn({ session, key: keyRecord() }),
      revisionOfSignIn({ session: { ...session, revision: 2 }, key: keyRecord() }),
      revisionOfSignIn({ session: { ...session, revision: 2 }, key: keyRecord({ revision: 2 }) }),
    ];
    expect(new Set(revisions).size).toBe(3);
  });
});

describe('a sign-in by a provider', () => {
  it('is what it is, and open until it ends', () => {
    const byProvider = sessionRecord();
    expect(sessionUnderKey({ session: byProvider, key: undefined })).toBe(byProvider);
    expect(isOpen({ session: byProvider, key: undefined }, byProvider.expiresAt - 1)).toBe(true);
    expect(isOpen({ session: byProvider, key: undefined }, byProvider.expiresAt)).toBe(false);
  });
});
