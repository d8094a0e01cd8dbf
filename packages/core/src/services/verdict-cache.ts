import { cachedUntil, type CacheLives } from '../rules/cache-life.ts';
import { RecentMap } from '../rules/recent-map.ts';
import type { Verdict } from '../words/verdict.ts';

interface Entry {
  readonly verdict: Verdict;
  /** Milliseconds since 1970, both. */
  readonly from: number;
  readonly until: number;
}

/** Refusals that are remembered after their verdict has gone: more than can come while one question is under way. */
const MAX_REFUSALS = 10_000;

/** Verdicts of a short while ago, by the hash of the key. */
export class VerdictCache {
  readonly #lives: CacheLives;
  readonly #entries: RecentMap<Entry>;
  /** The generation that began with the last refusal of a key, by its hash. */
  readonly #refusals = new RecentMap<number>(MAX_REFUSALS);
  #generation = 0;
  #invalidatedAt = 0;

  constructor(lives: CacheLives, size: number) {
    this.#lives = lives;
    this.#entries = new RecentMap(size);
  }

  /** Grows with each invalidation and refusal: what was asked for before one must not be kept after it. */
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

  /**
   * Keeps a verdict, unless there was an invalidation since the given generation. A refusal outlasts every other verdict
   * that was asked for before it came: a slow answer must not open a key that was revoked meanwhile.
   */
  keep(digest: string, verdict: Verdict, at: { readonly now: number; readonly generation: number }): void {
    if (at.generation < this.#invalidatedAt) return;
    if (verdict.status === 'invalid') this.#refusals.set(digest, ++this.#generation);
    else if (at.generation < (this.#refusals.get(digest) ?? 0)) return;
    const until = cachedUntil(verdict, at.now, this.#lives);
    if (until === undefined) this.#entries.delete(digest);
    else this.#entries.set(digest, { verdict, from: at.now, until });
  }

  /** Forgets one key, or all of them. */
  invalidate(digest?: string): void {
    this.#invalidatedAt = ++this.#generation;
    if (digest === undefined) this.#entries.clear();
    else this.#entries.delete(digest);
  }
}
