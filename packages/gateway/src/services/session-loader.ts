import type { RandomBytes } from '@wicketgate/contract';
import { isOpen, type SignIn } from '../domain/session-under-key.ts';
import type { SignInStore } from '../ports/sign-in-store.ts';
import type { KeyStore } from '../ports/storage.ts';
import { isWithin, jittered } from './cache-times.ts';
import { createReadings } from './readings.ts';
import { createSessionCache, type LoadedSession, type SignInChange } from './session-cache.ts';

/** What the id of a session turns out to be: a sign-in, none, or undecidable while the store fails. */
export type SessionAnswer = LoadedSession | 'missing' | 'unavailable';

export interface SessionLoader {
  /** At once where it was read a moment ago. */
  load(id: string, now: number): SessionAnswer | Promise<SessionAnswer>;
  /** Whether an open sign-in was read within the time that stale ones may stand in. Reads nothing. */
  knows(id: string, now: number): boolean;
  forget(what: SignInChange): void;
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

/** Reads sign-ins through a cache: at most one read of the store for one sign-in at a time. */
export function createSessionLoader({ store, random, cache: chosen, onDegraded }: SessionLoaderOptions): SessionLoader {
  const settings = { ...DEFAULTS, ...chosen };
  const cache = createSessionCache(settings.maxSessions);
  const readings = createReadings<SessionAnswer>();

  const read = async (id: string, now: number, isCurrent: () => boolean): Promise<SessionAnswer> => {
    try {
      const signIn = await readSignIn(store, id);
      if (signIn === undefined) {
        if (isCurrent()) cache.keepMissing(id, now, now + settings.missingMs);
        return 'missing';
      }
      const loaded = {
        ...signIn,
        loadedAt: now,
        freshUntil: now + jittered(settings.freshMs, random),
        degraded: false,
      };
      if (isCurrent()) cache.keep(loaded);
      return loaded;
    } catch (cause) {
      onDegraded?.(cause);
      return standIn(id, now);
    }
  };

  /** What was read of an open sign-in a while ago. A change forgets the entry, so it cannot come back here. */
  const lastKnown = (id: string, now: number): LoadedSession | undefined => {
    const known = cache.session(id);
    const isUsable = known !== undefined && isWithin(now, known.loadedAt, known.loadedAt + settings.staleIfErrorMs);
    return isUsable && isOpen(known, now) ? known : undefined;
  };

  const standIn = (id: string, now: number): SessionAnswer => {
    const known = lastKnown(id, now);
    if (known === undefined) return 'unavailable';
    const freshUntil = Math.min(now + RETRY_MS, known.loadedAt + settings.staleIfErrorMs);
    const degraded = { ...known, freshUntil, degraded: true };
    cache.keep(degraded);
    return degraded;
  };

  return {
    load(id, now) {
      const known = cache.session(id);
      if (known !== undefined && isWithin(now, known.loadedAt, known.freshUntil)) return known;
      if (cache.isMissing(id, now)) return 'missing';
      return readings.join(id, (isCurrent) => read(id, now, isCurrent));
    },
    knows: (id, now) => lastKnown(id, now) !== undefined,
    forget(change) {
      readings.changed();
      cache.forget(change);
    },
  };
}

async function readSignIn(store: SessionLoaderOptions['store'], id: string): Promise<SignIn | undefined> {
  const session = await store.findSession(id);
  if (session === undefined) return undefined;
  const key = session.source.kind === 'key' ? await store.findById(session.source.id) : undefined;
  return { session, key };
}
