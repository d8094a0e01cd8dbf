import { endpoints } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import {
  actorIdOf,
  callerExpiresAt,
  callerLimits,
  callerRole,
  type KeyCaller,
  limitBucketOf,
  type SessionCaller,
  toWireIdentity,
} from '../../src/domain/caller.ts';
import { keyRecord, NEW_YEAR } from '../support/records.ts';
import { sessionIdOf, sessionRecord } from '../support/session-records.ts';

const PRESENTED = { sha256: 'a'.repeat(43), degraded: false };
const byKey: KeyCaller = { kind: 'key', record: keyRecord({ expiresAt: NEW_YEAR + 1 }), ...PRESENTED };
const bySession: SessionCaller = {
  kind: 'session',
  session: sessionRecord({ role: 'viewer', scopes: ['a', 'b'], limits: { requests: 5, windowSeconds: 60, burst: 2 } }),
  scopes: ['a'],
  tokenExpiresAt: NEW_YEAR + 1_000,
  revision: 1,
  ...PRESENTED,
};

describe('a caller', () => {
  it.each([
    ['a key', byKey],
    ['an access token', bySession],
  ])('with %s is told who he is and what he may do, as the contract has it, and no more', (_, caller) => {
    const identity = toWireIdentity(caller);
    const answer = { ...identity, degraded: false };
    expect(endpoints.auth.me.answer.parse(answer)).toEqual(answer);
    expect(Object.keys(identity).sort()).toEqual([
      'expires_at',
      'key',
      'limits',
      'principal',
      'role',
      'scopes',
      'session',
      'tier',
    ]);
  });

  it('has exactly one of a key and a session', () => {
    expect(toWireIdentity(byKey)).toMatchObject({ key: { id: 'key0000001' }, session: null });
    expect(toWireIdentity(bySession)).toMatchObject({
      key: null,
      session: { id: sessionIdOf(1), client_id: 'wicketgate-cli', client_name: 'Wicketgate command' },
    });
  });

  it('by token has the scopes of the token, and ends with the sign-in, not with the token', () => {
    expect(toWireIdentity(bySession).scopes).toEqual(['a']);
    expect(callerExpiresAt(bySession)).toBe(bySession.session.expiresAt);
  });

  it('spends the limits of the key, or those that all sign-ins of a principal share', () => {
    expect(limitBucketOf(byKey)).toBe('key:key0000001');
    expect(limitBucketOf(bySession)).toBe('principal:work:ada');
    expect(callerLimits(bySession)).toEqual({ requests: 5, windowSeconds: 60, burst: 2 });
    expect(callerLimits({ ...bySession, session: sessionRecord({ tier: 'pro' }) })).toMatchObject({ requests: 300 });
  });

  it('acts under the id of what was presented, with its role', () => {
    expect([actorIdOf(byKey), callerRole(byKey)]).toEqual(['key0000001', 'user']);
    expect([actorIdOf(bySession), callerRole(bySession)]).toEqual([sessionIdOf(1), 'viewer']);
  });
});
