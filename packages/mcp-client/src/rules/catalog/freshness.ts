/** How long a listing is believed when its server is silent about it. */
export const DEFAULT_TTL_MS = 5 * 60_000;
/** Longer promises are cut: a server that was taken over for a moment must not rule for ever. */
export const MAX_TTL_MS = 24 * 60 * 60_000;

/** When a listing was made and when it stops being believed, both in milliseconds since 1970. */
export interface Lifetime {
  readonly fetchedAt: number;
  readonly expiresAt: number;
}

/** `ttlMs` as the server sent it: undefined, or anything (SEP-2549). A negative one and NaN are none at all. */
export function lifetimeOf(ttlMs: number | undefined, fetchedAt: number): Lifetime {
  const asked = ttlMs ?? DEFAULT_TTL_MS;
  return { fetchedAt, expiresAt: fetchedAt + (asked > 0 ? Math.min(asked, MAX_TTL_MS) : 0) };
}

/** A clock that was set back makes a listing stale, not longer-lived. Of a stored one no end is believed beyond the longest. */
export function isFresh({ fetchedAt, expiresAt }: Lifetime, now: number): boolean {
  return now >= fetchedAt && now < Math.min(expiresAt, fetchedAt + MAX_TTL_MS);
}
