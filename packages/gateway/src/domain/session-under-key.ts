import { stateOf } from './key-lifecycle.ts';
import type { KeyRecord } from './key-record.ts';
import type { SessionRecord } from './session-record.ts';
import { sessionStateOf } from './session-record.ts';

/** A sign-in with the key that it came about by; undefined where it came about in another way, or the key is gone. */
export interface SignIn {
  readonly session: SessionRecord;
  readonly key: KeyRecord | undefined;
}

/**
 * The session as the key behind it lets it be now. A key that loses its role or a scope takes it from its sign-ins at
 * once, not with their next refresh; what it gains, they gain with it.
 */
export function sessionUnderKey({ session, key }: SignIn): SessionRecord {
  if (key === undefined) return session;
  const { owner, tier, role, limits } = key;
  const scopes = session.scopes.filter((scope) => key.scopes.includes(scope));
  const expiresAt = Math.min(session.expiresAt, key.expiresAt ?? Infinity);
  return { ...session, principal: owner, tier, role, limits, scopes, expiresAt };
}

/** Whether the tokens of a sign-in open anything: a key that is shut shuts its sign-ins as well. */
export function isOpen({ session, key }: SignIn, now: number): boolean {
  if (sessionStateOf(session, now) !== 'active') return false;
  if (session.source.kind !== 'key') return true;
  return key !== undefined && stateOf(key, now) === 'active';
}

/** Grows with every change of either, as each of the two only grows. */
export function revisionOfSignIn({ session, key }: SignIn): number {
  return session.revision + (key?.revision ?? 0);
}
