import { createBoundedMap } from '../domain/bounded-map.ts';
import type { SignIn } from '../domain/session-under-key.ts';
import { isWithin } from './cache-times.ts';

/** A sign-in that was read, and how long what was read may be used. Times are milliseconds since 1970. */
export interface LoadedSession extends SignIn {
  readonly loadedAt: number;
  readonly freshUntil: number;
  /** True while the store is out of reach. */
  readonly degraded: boolean;
}

/** What changed: one session, a key with the sign-ins that came about by it, or everything. */
export type SignInChange = { readonly sessionId: string } | { readonly keyId: string } | 'all';

/** What is remembered of sign-ins, by the id of the session: one entry for all its tokens. */
export interface SessionCache {
  /** What is known of a sign-in, fresh or not. */
  session(id: string): LoadedSession | undefined;
  keep(loaded: LoadedSession): void;
  /** Whether an id is known to be nobody's. */
  isMissing(id: string, now: number): boolean;
  keepMissing(id: string, since: number, until: number): void;
  forget(change: SignInChange): void;
}

/** `max` counts sign-ins, and missing ones apart, so that random ids cannot push out good ones. */
export function createSessionCache(max: number): SessionCache {
  const sessions = createBoundedMap<string, LoadedSession>({ max });
  const missing = createBoundedMap<string, { readonly since: number; readonly until: number }>({ max });
  return {
    session: (id) => sessions.get(id),
    keep: (loaded) => {
      sessions.set(loaded.session.id, loaded);
    },
    isMissing(id, now) {
      const entry = missing.get(id);
      return entry !== undefined && isWithin(now, entry.since, entry.until);
    },
    keepMissing: (id, since, until) => {
      missing.set(id, { since, until });
    },
    forget(change) {
      if (change === 'all') {
        sessions.clear();
        missing.clear();
      } else if ('sessionId' in change) {
        sessions.delete(change.sessionId);
        missing.delete(change.sessionId);
      } else {
        for (const [id, { session }] of sessions.entries()) if (cameBy(session, change.keyId)) sessions.delete(id);
      }
    },
  };
}

function cameBy({ source }: SignIn['session'], keyId: string): boolean {
  return source.kind === 'key' && source.id === keyId;
}
