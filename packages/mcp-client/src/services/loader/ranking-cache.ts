interface Kept {
  readonly names: readonly string[];
  readonly generation: number;
  /** Milliseconds since 1970, both. */
  readonly from: number;
  readonly until: number;
}

export interface RankingCacheOptions {
  /** Milliseconds; 0 keeps nothing. */
  readonly lifeMs: number;
  readonly size: number;
}

/** Answers of a function that ranks. They hold for the catalog that they were given for, and for a while. */
export class RankingCache {
  readonly #options: RankingCacheOptions;
  /** In the order of their last use. */
  readonly #kept = new Map<string, Kept>();

  constructor(options: RankingCacheOptions) {
    this.#options = options;
  }

  /** A clock that was set back makes an answer invalid, not longer-lived. */
  get(key: string, at: { readonly now: number; readonly generation: number }): readonly string[] | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#kept.delete(key);
    if (kept.generation !== at.generation || at.now < kept.from || at.now >= kept.until) return undefined;
    this.#kept.set(key, kept);
    return kept.names;
  }

  set(key: string, names: readonly string[], at: { readonly now: number; readonly generation: number }): void {
    const { lifeMs, size } = this.#options;
    if (lifeMs === 0) return;
    this.#kept.delete(key);
    this.#kept.set(key, { names, generation: at.generation, from: at.now, until: at.now + lifeMs });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > size && oldest !== undefined) this.#kept.delete(oldest);
  }

  clear(): void {
    this.#kept.clear();
  }
}
