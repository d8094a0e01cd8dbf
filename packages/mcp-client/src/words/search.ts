/** One tool that was found. */
export interface ToolHit {
  /** `server/tool`. */
  readonly id: string;
  /** Above 0; comparable within one answer only. The best has 1, an exact name more. */
  readonly score: number;
  /** Why, for people: `name: issue, create`, `description: ticket`, `exact name`. Deterministic. */
  readonly reasons: readonly string[];
}

export interface SearchOptions {
  /** How many at most. Default 10; 1 to 1,000. */
  readonly limit?: number | undefined;
  /** Only these servers. Default: all. */
  readonly servers?: readonly string[] | undefined;
}

/** What an index answers. */
export interface SearchAnswer {
  /** Best first; ties by id. Empty when nothing answers the request. */
  readonly hits: readonly ToolHit[];
  /** `low`: the words of the request are hardly those of any tool, and the hits are guesses. */
  readonly confidence: 'high' | 'low' | 'none';
}
