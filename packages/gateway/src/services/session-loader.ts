import type { RandomBytes } from '@wicketgate/contract';
import { createBoundedMap } from '../domain/bounded-map.ts';
import { isOpen, type SignIn } from '../domain/session-under-key.ts';
import type { SignInStore } from '../ports/sign-in-store.ts';
import type { KeyStore } from '../ports/storage.ts';
import { isWithin, jittered } from './cache-times.ts';

/** A sign-in that was read, and how long what was read may be used. Times are milliseconds since 1970. */
export interface LoadedSession extends SignIn {
  readonly loadedAt: number;
  readonly freshUntil: number;
  /** True while the store is out of reach. */
  readonly degraded: boolean;
}

/** What the id of a session turns out to be: a sign-in, none, or undecidable while the store fails. */
export type SessionAnswer = LoadedSession | 'missing' | 'unavailable';

export interface SessionLoader {
  /** At once where it was read a moment ago. */
  load(id: string, now: number): SessionAnswer | Promise<SessionAnswer>;
  /** Whether an open sign-in was read within the time that stale ones may stand in. Reads nothing. */
  knows(id: string, now: number): boolean;
  forget(id: string): void;
  /** Forgets the sign-ins that came about by a key. */
  forgetKey(keyId: string): void;
  forgetAll(): void;
}

/** Times in milliseconds, sizes in entries. */
export interface SessionCacheOptions {
  /** How long a sign-in that was read is used without reading it again, 10 % more or less; default 10,000. */
  readonly freshMs?: number;
  /** How long an id that nobody has is remembered; default 5,000. */
  readonly missingMs?: number;
  /** How long after it was read an open sign-in still passes, marked degraded, while the store fails; default 900,000. */
  readonly staleIfErrorMs?: number;
  /** Default 10,000 sign-ins, and as many missing ones. */
  readonly maxSessions?: number;
}

export interface SessionLoaderOptions {
  readonly store: Pick<SignInStore, 'findSession'> & Pick<KeyStore, 'findById'>;
  readonly random: RandomBytes;
  readonly cache?: SessionCacheOptions;
  /** Told of each read that the store failed. */
  readonly onDegraded?: (cause: unknown) => void;
}

const DEFAULTS = {
  freshMs: 10_000,
  missingMs: 5_000,
  staleIfErrorMs: 15 * 60_000,
  maxSessions: 10_000,
} as const satisfies Required<SessionCacheOptions>;

/** How long a failed read stands before the store is tried again for a sign-in that is in the cache. */
const RETRY_MS = 1_000;

interface Missing {
  readonly since: number;
  readonly until: number;
}

/** Reads sign-ins through a cache: at most one read of the store for one sign-in at a time. */
export function createSessionLoader({ store, random, cache, onDegraded }: SessionLoaderOptions): SessionLoader {
  const settings = { ...DEFAULTS, ...cache };
  const sessions = createBoundedMap<string, LoadedSession>({ max: settings.maxSessions });
  const missing = createBoundedMap<string, Missing>({ max: settings.maxSessions });
  const inFlight = new Map<string, Promise<SessionAnswer>>();
  // Grows with each change: what was read before a change is not kept after it.
  let generation = 0;

  const read = async (id: string, now: number): Promise<SessionAnswer> => {
    const startedIn = generation;
    try {
      const signIn = await readSignIn(store, id);
      const isCurrent = startedIn === generation;
      if (signIn === undefined) {
        if (isCurrent) missing.set(id, { since: now, until: now + settings.missingMs });
        return 'missing';
      }
      const loaded = {
        ...signIn,
        loadedAt: now,
        freshUntil: now + jittered(settings.freshMs, random),
        degraded: false,
      };
      if (isCurrent) sessions.set(id, loaded);
      return loaded;
    } catch (cause) {
      onDegraded?.(cause);
      return standIn(id, now);
    }
  };

  /** What was read of an open sign-in a while ago. A change forgets the entry, so it cannot come back here. */
  const lastKnown = (id: string, now: number): LoadedSession | undefined => {
    const known = sessions.get(id);
    if (known === undefined || !isWithin(now, known.loadedAt, known.loadedAt + settings.staleIfErrorMs))
      return undefined;
    return isOpen(known, now) ? known : undefined;
  };

  const standIn = (id: string, now: number): SessionAnswer => {
    const known = lastKnown(id, now);
    if (known === undefined) return 'unavailable';
    const freshUntil = Math.min(now + RETRY_MS, known.loadedAt + settings.staleIfErrorMs);
    const degraded = { ...known, freshUntil, degraded: true };
    sessions.set(id, degraded);
    return degraded;
  };

  const change = (drop: () => void) => {
    generation++;
    drop();
    missing.clear();
    // Whoever asks from now on must not be given what was read before the change.
    inFlight.clear();
  };

  return {
    load(id, now) {
      const known = sessions.get(id);
      if (known !== undefined && isWithin(now, known.loadedAt, known.freshUntil)) return known;
      const gone = missing.get(id);
      if (gone !== undefined && isWithin(now, gone.since, gone.until)) return 'missing';
      const running = inFlight.get(id);
      if (running !== undefined) return running;
      const reading = read(id, now).finally(() => {
        if (inFlight.get(id) === reading) inFlight.delete(id);
      });
      inFlight.set(id, reading);
      return reading;
    },
    knows: (id, now) => lastKnown(id, now) !== undefined,
    forget: (id) => {
      change(() => {
        sessions.delete(id);
      });
    },
    forgetKey: (keyId) => {
      change(() => {
        for (const [id, { session }] of sessions.entries()) if (cameBy(session.source, keyId)) sessions.delete(id);
      });
    },
    forgetAll: () => {
      change(() => {
        sessions.clear();
      });
    },
  };
}

async function readSignIn(store: SessionLoaderOptions['store'], id: string): Promise<SignIn | undefined> {
  const session = await store.findSession(id);
  if (session === undefined) return undefined;
  const key = session.source.kind === 'key' ? await store.findById(session.source.id) : undefined;
  return { session, key };
}

function cameBy(source: SignIn['session']['source'], keyId: string): boolean {
  return source.kind === 'key' && source.id === keyId;
}
