import { cachedUntil, type CacheLives } from '../rules/cache-life.ts';
import { RecentMap } from '../rules/recent-map.ts';
import type { Verdict } from '../words/verdict.ts';

interface Entry {
  readonly verdict: Verdict;
  /** Milliseconds since 1970, both. */
  readonly from: number;
  readonly until: number;
}

/** Verdicts of a short while ago, by the hash of the key. */
export class VerdictCache {
  readonly #lives: CacheLives;
  readonly #entries: RecentMap<Entry>;
  #generation = 0;

  constructor(lives: CacheLives, size: number) {
    this.#lives = lives;
    this.#entries = new RecentMap(size);
  }

  /** Grows with each invalidation: an answer that was asked for before it must not be kept after it. */
  get generation(): number {
    return this.#generation;
  }

  /** The verdict that still holds. A clock that was set back makes all that is newer invalid, not longer-lived. */
  get(digest: string, now: number): Verdict | undefined {
    const entry = this.#entries.get(digest);
    if (entry === undefined) return undefined;
    if (now >= entry.from && now < entry.until) return entry.verdict;
    this.#entries.delete(digest);
    return undefined;
  }

  /** Keeps a verdict, unless there was an invalidation since the given generation. */
  keep(digest: string, verdict: Verdict, at: { readonly now: number; readonly generation: number }): void {
    const until = cachedUntil(verdict, at.now, this.#lives);
    if (at.generation !== this.#generation) return;
    if (until === undefined) this.#entries.delete(digest);
    else this.#entries.set(digest, { verdict, from: at.now, until });
  }

  /** Forgets one key, or all of them. */
  invalidate(digest?: string): void {
    this.#generation++;
    if (digest === undefined) this.#entries.clear();
    else this.#entries.delete(digest);
  }
}
