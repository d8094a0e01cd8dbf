import { createBoundedMap } from '../domain/bounded-map.ts';
import type { KeyRecord } from '../domain/key-record.ts';

/** A key that was read, and how long what was read may be used. Times are milliseconds since 1970. */
export interface CachedKey {
  readonly record: KeyRecord;
  readonly loadedAt: number;
  readonly freshUntil: number;
  /** True while the store is out of reach. */
  readonly degraded: boolean;
}

/** What is remembered of presented keys, by the SHA-256 of their text: never by the text. */
export interface VerdictCache {
  /** What is known of a key, fresh or not. */
  key(sha256: string): CachedKey | undefined;
  keep(sha256: string, cached: CachedKey): void;
  /** Whether a text is known to be no key. */
  isUnknown(sha256: string, now: number): boolean;
  keepUnknown(sha256: string, since: number, until: number): void;
  /** Forgets one key, and every text that was no key: the change may have made one of them a key. */
  forget(keyId: string): void;
}

export interface VerdictCacheLimits {
  readonly maxKeys: number;
  /** Apart from the keys, so that random texts cannot push out good ones. */
  readonly maxUnknown: number;
}

export function createVerdictCache({ maxKeys, maxUnknown }: VerdictCacheLimits): VerdictCache {
  const digestOfKey = new Map<string, string>();
  const keys = createBoundedMap<string, CachedKey>({
    max: maxKeys,
    onEvict: ({ record }) => void digestOfKey.delete(record.id),
  });
  const unknown = createBoundedMap<string, { readonly since: number; readonly until: number }>({ max: maxUnknown });

  return {
    key: (sha256) => keys.get(sha256),
    keep(sha256, cached) {
      keys.set(sha256, cached);
      digestOfKey.set(cached.record.id, sha256);
    },
    isUnknown(sha256, now) {
      const entry = unknown.get(sha256);
      return entry !== undefined && entry.since <= now && now < entry.until;
    },
    keepUnknown(sha256, since, until) {
      unknown.set(sha256, { since, until });
    },
    forget(keyId) {
      const sha256 = digestOfKey.get(keyId);
      if (sha256 !== undefined) keys.delete(sha256);
      digestOfKey.delete(keyId);
      unknown.clear();
    },
  };
}
