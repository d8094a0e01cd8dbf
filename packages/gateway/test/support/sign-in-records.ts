import type { Approval } from '../../src/domain/session-record.ts';
import type {
  AuthorizationCode,
  DeviceGrant,
  RefreshToken,
  Rotation,
  SessionOpening,
  SessionUpdate,
} from '../../src/ports/sign-in-store.ts';
import type { AuditEntry } from '../../src/ports/storage.ts';
import { auditEntry, digestOf, NEW_YEAR } from './records.ts';
import { sessionIdOf, sessionRecord } from './session-records.ts';

const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** The id of a device grant, told from others by a number. */
export function grantIdOf(number: number): string {
  return number.toString(16).padStart(32, '0');
}

/** Who signs in with the session of the tests; give what matters. */
export function approval(members: Partial<Approval> = {}): Approval {
  const { principal, tier, role, scopes, limits, source, upstreamSealed, checkedAt } = sessionRecord();
  return { principal, tier, role, scopes, limits, source, upstreamSealed, checkedAt, endsBy: null, ...members };
}

/** The newest token of the first session. */
export function refreshToken(members: Partial<RefreshToken> = {}): RefreshToken {
  return {
    digest: digestOf(1),
    sessionId: sessionIdOf(1),
    issuedAt: NEW_YEAR,
    expiresAt: NEW_YEAR + 7 * DAY,
    usedAt: null,
    childDigest: null,
    childSealed: null,
    ...members,
  };
}

/** A session with its first token, audited; for another session give its record and a token of it, or none. */
export function opening(members: Partial<SessionOpening> = {}): SessionOpening {
  const session = members.session ?? sessionRecord();
  return {
    session,
    refresh: members.session ? undefined : refreshToken(),
    consumed: { kind: 'nothing' },
    audit: auditEntry({ action: 'session.create', targetId: session.id }),
    ...members,
  };
}

/** The refresh of the first session's first token into the token of a number. */
export function rotation(child: number, members: Partial<Rotation> = {}): Rotation {
  return {
    sessionId: sessionIdOf(1),
    revision: 1,
    change: { refreshedAt: NEW_YEAR + MINUTE, expiresAt: NEW_YEAR + MINUTE + 7 * DAY },
    parent: { digest: digestOf(1), usedAt: NEW_YEAR + MINUTE, childSealed: `sealed ${child}` },
    child: refreshToken({ digest: digestOf(child), issuedAt: NEW_YEAR + MINUTE }),
    audit: auditEntry({ action: 'session.refresh', targetId: sessionIdOf(1) }),
    ...members,
  };
}

/** A revocation of the first session, as it is when it is new. */
export function revocation(members: Partial<SessionUpdate> = {}): SessionUpdate {
  return {
    id: sessionIdOf(1),
    revision: 1,
    change: { revokedAt: NEW_YEAR + MINUTE, revokedBy: 'self', revokedReason: 'signed out' },
    audit: auditEntry({ action: 'session.revoke', targetId: members.id ?? sessionIdOf(1) }),
    ...members,
  };
}

/** A device that waits for ten minutes; give what matters. */
export function deviceGrant(members: Partial<DeviceGrant> = {}): DeviceGrant {
  return {
    id: grantIdOf(1),
    deviceDigest: digestOf(11),
    userDigest: digestOf(12),
    clientId: 'wicketgate-cli',
    requestedScopes: null,
    audience: 'https://gate.example.com',
    dpopJkt: null,
    askerIp: '192.0.2.1',
    createdAt: NEW_YEAR,
    expiresAt: NEW_YEAR + 10 * MINUTE,
    interval: 5,
    polledAt: null,
    failures: 0,
    status: 'pending',
    approval: null,
    revision: 1,
    ...members,
  };
}

/** The entry of the decision that a code came from: of no history but its own. */
export function codeEntry(): AuditEntry {
  return auditEntry({ action: 'code.approve', targetId: 'a decision' });
}

/** A code of a minute; give what matters. */
export function authorizationCode(members: Partial<AuthorizationCode> = {}): AuthorizationCode {
  return {
    digest: digestOf(21),
    clientId: 'wicketgate-vscode',
    redirectUri: 'http://127.0.0.1:49152/signed-in',
    codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    requestedScopes: null,
    audience: 'https://gate.example.com',
    dpopJkt: null,
    approval: approval(),
    createdAt: NEW_YEAR,
    expiresAt: NEW_YEAR + MINUTE,
    sessionId: null,
    ...members,
  };
}
