import type { SessionRecord } from '../../src/domain/session-record.ts';
import { NEW_YEAR } from './records.ts';

const DAY = 24 * 60 * 60_000;

/** The id of a session that is told from others by a number. */
export function sessionIdOf(number: number): string {
  return `session${String(number).padStart(9, '0')}`;
}

/** An active sign-in by a provider; give what matters. */
export function sessionRecord(members: Partial<SessionRecord> = {}): SessionRecord {
  return {
    id: sessionIdOf(1),
    principal: { id: 'work:ada', email: 'ada@example.com', name: 'Ada' },
    tier: 'pro',
    role: 'user',
    scopes: ['releases:read'],
    limits: null,
    source: { kind: 'provider', id: 'work', subject: 'ada' },
    clientId: 'wicketgate-cli',
    clientName: 'Wicketgate command',
    requestedScopes: null,
    audience: 'http://127.0.0.1:8787',
    dpopJkt: null,
    upstreamSealed: null,
    checkedAt: NEW_YEAR,
    createdAt: NEW_YEAR,
    createdIp: '192.0.2.1',
    refreshedAt: NEW_YEAR,
    refreshedIp: '192.0.2.1',
    expiresAt: NEW_YEAR + 7 * DAY,
    endsAt: NEW_YEAR + 30 * DAY,
    revokedAt: null,
    revokedBy: null,
    revokedReason: null,
    revision: 1,
    ...members,
  };
}
