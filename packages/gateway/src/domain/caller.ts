import type { Role, WireIdentity } from '@wicketgate/contract';
import type { KeyRecord, Limits, Owner } from './key-record.ts';
import type { SessionRecord } from './session-record.ts';
import { limitsOf } from './tier-limits.ts';
import { toOptionalInstant, toWireLimits } from './wire-values.ts';

interface Presented {
  /** SHA-256 of the presented text, base64url: what a receipt is bound to. */
  readonly sha256: string;
  /** True when the store was out of reach and the verdict comes from the cache. */
  readonly degraded: boolean;
}

/** Who calls with an API key. */
export interface KeyCaller extends Presented {
  readonly kind: 'key';
  readonly record: KeyRecord;
}

/** Who calls with the access token of a sign-in. */
export interface SessionCaller extends Presented {
  readonly kind: 'session';
  /** With what its key allows now, where it came about by a key. */
  readonly session: SessionRecord;
  /** What the token allows: no more than the session does. */
  readonly scopes: readonly string[];
  /** Milliseconds since 1970. */
  readonly tokenExpiresAt: number;
  /** Grows with every change of the session, and of the key behind it. */
  readonly revision: number;
}

/** Who calls, once the presented credential is verified. */
export type Caller = KeyCaller | SessionCaller;

/** What is written into the audit trail as the one who acts: the id of the key or of the session. */
export function actorIdOf(caller: Caller): string {
  return caller.kind === 'key' ? caller.record.id : caller.session.id;
}

/** The bucket whose limits a caller spends. All sign-ins of a principal share one: more windows are not more calls. */
export function limitBucketOf(caller: Caller): string {
  return caller.kind === 'key' ? `key:${caller.record.id}` : `principal:${caller.session.principal.id}`;
}

/** The limits in force: the caller's own, or those of its tier. */
export function callerLimits(caller: Caller): Limits {
  return limitsOf(grantOf(caller));
}

export function callerRole(caller: Caller): Role {
  return grantOf(caller).role;
}

export function callerPrincipal(caller: Caller): Owner {
  return caller.kind === 'key' ? caller.record.owner : caller.session.principal;
}

/** When the key or the sign-in ends; null when it does not. Milliseconds since 1970. */
export function callerExpiresAt(caller: Caller): number | null {
  return grantOf(caller).expiresAt;
}

function callerScopes(caller: Caller): readonly string[] {
  return caller.kind === 'key' ? caller.record.scopes : caller.scopes;
}

/** Who a valid credential speaks for, as its holder sees it. */
export function toWireIdentity(caller: Caller): WireIdentity {
  return {
    ...credentialOf(caller),
    principal: { ...callerPrincipal(caller) },
    tier: grantOf(caller).tier,
    role: callerRole(caller),
    scopes: [...callerScopes(caller)],
    limits: toWireLimits(callerLimits(caller)),
    expires_at: toOptionalInstant(callerExpiresAt(caller)),
  };
}

function grantOf(caller: Caller): KeyRecord | SessionRecord {
  return caller.kind === 'key' ? caller.record : caller.session;
}

function credentialOf(caller: Caller): Pick<WireIdentity, 'key' | 'session'> {
  if (caller.kind === 'session') {
    const { id, clientId, clientName } = caller.session;
    return { key: null, session: { id, client_id: clientId, client_name: clientName } };
  }
  const { id, name, env } = caller.record;
  return { key: { id, name, env }, session: null };
}
