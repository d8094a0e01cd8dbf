import type { RandomBytes } from '@wicketgate/contract';
import { stateOf } from '../domain/key-lifecycle.ts';
import type { KeyStore } from '../ports/storage.ts';
import { isWithin, jittered } from './cache-times.ts';
import type { KeyDigests } from './key-digests.ts';
import { type KeyQuestion, lookUpKey } from './key-lookup.ts';
import { createReadings } from './readings.ts';
import { type CachedKey, createVerdictCache } from './verdict-cache.ts';

/** What a presented text turns out to be: a key, none, or undecidable while the store fails. */
export type Loaded = CachedKey | 'unknown' | 'unavailable';

export interface KeyLoader {
  load(question: KeyQuestion, now: number): Promise<Loaded>;
  /** Whether an active key was read of this text within the time that stale keys may stand in. Reads nothing. */
  knows(sha256: string, now: number): boolean;
  forget(keyId: string): void;
}

/** Times in milliseconds, sizes in entries. */
export interface VerifierCacheOptions {
  /** How long a key that was read is used without reading it again, 10 % more or less; default 10,000. */
  readonly freshMs?: number;
  /** How long a text that is no key is remembered, 10 % more or less; default 5,000. */
  readonly unknownMs?: number;
  /** How long after it was read an active key still passes, marked degraded, while the store fails; default 900,000. */
  readonly staleIfErrorMs?: number;
  /** Default 10,000 keys. */
  readonly maxKeys?: number;
  /** Default 10,000 texts that are no keys. */
  readonly maxUnknown?: number;
}

export interface KeyLoaderOptions {
  readonly store: KeyStore;
  readonly digests: KeyDigests;
  readonly random: RandomBytes;
  readonly cache?: VerifierCacheOptions;
  readonly onDegraded?: (cause: unknown) => void;
}

const DEFAULTS = {
  freshMs: 10_000,
  unknownMs: 5_000,
  staleIfErrorMs: 15 * 60_000,
  maxKeys: 10_000,
  maxUnknown: 10_000,
} as const satisfies Required<VerifierCacheOptions>;

/** How long a failed read stands before the store is tried again for a key that is in the cache. */
const RETRY_MS = 1_000;

/** Reads keys through a cache: at most one read of the store for one text at a time. */
export function createKeyLoader({ store, digests, random, cache: chosen, onDegraded }: KeyLoaderOptions): KeyLoader {
  const settings = { ...DEFAULTS, ...chosen };
  const cache = createVerdictCache(settings);
  const readings = createReadings<Loaded>();

  const read = async (question: KeyQuestion, now: number, isCurrent: () => boolean): Promise<Loaded> => {
    try {
      const record = await lookUpKey(store, digests, question);
      if (record === undefined) {
        if (isCurrent()) cache.keepUnknown(question.sha256, now, now + jittered(settings.unknownMs, random));
        return 'unknown';
      }
      const fresh = { record, loadedAt: now, freshUntil: now + jittered(settings.freshMs, random), degraded: false };
      if (isCurrent()) cache.keep(question.sha256, fresh);
      return fresh;
    } catch (cause) {
      onDegraded?.(cause);
      return standIn(question.sha256, now);
    }
  };

  /** What was read of an active key a while ago. A change forgets the entry, so it cannot come back here. */
  const lastKnown = (sha256: string, now: number): CachedKey | undefined => {
    const known = cache.key(sha256);
    if (known === undefined || !isWithin(now, known.loadedAt, known.loadedAt + settings.staleIfErrorMs))
      return undefined;
    return stateOf(known.record, now) === 'active' ? known : undefined;
  };

  /** Stale if error, never for a key that is not active. */
  const standIn = (sha256: string, now: number): Loaded => {
    const known = lastKnown(sha256, now);
    if (known === undefined) return 'unavailable';
    const degraded = { ...known, freshUntil: now + RETRY_MS, degraded: true };
    cache.keep(sha256, degraded);
    return degraded;
  };

  return {
    load(question, now) {
      const { sha256 } = question;
      const known = cache.key(sha256);
      if (known && isWithin(now, known.loadedAt, known.freshUntil)) return Promise.resolve(known);
      if (cache.isUnknown(sha256, now)) return Promise.resolve('unknown');
      return readings.join(sha256, (isCurrent) => read(question, now, isCurrent));
    },
    knows: (sha256, now) => lastKnown(sha256, now) !== undefined,
    forget(keyId) {
      readings.changed();
      cache.forget(keyId);
    },
  };
}
