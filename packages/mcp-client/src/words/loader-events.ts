import type { LoadingStrategy } from './selection.ts';

/** What a loader tells, as it happens. No event holds a task, arguments or results. */
export type LoaderEvent =
  | {
      readonly kind: 'strategy';
      readonly from: LoadingStrategy;
      readonly to: LoadingStrategy;
      readonly reason: string;
      /** Milliseconds since 1970. */
      readonly at: number;
    }
  | {
      readonly kind: 'selected';
      readonly strategy: LoadingStrategy;
      readonly tools: number;
      readonly tokens: number;
      readonly confidence: 'high' | 'low' | 'none';
    }
  /** The given function did not rank: its answer was dropped and the index took its place. */
  | { readonly kind: 'ranking_failed'; readonly why: RankingFailure }
  /** The catalog is not what it was at the last look. */
  | { readonly kind: 'catalog'; readonly added: number; readonly changed: number; readonly removed: number };

/** `nonsense`: the answer was no list of names, or none of its names was a tool's. */
export type RankingFailure = 'threw' | 'timed_out' | 'nonsense';

/** What one strategy did so far. */
export interface StrategyStats {
  readonly selections: number;
  /** Selections for whose task the catalog has no tool. */
  readonly empty: number;
  /** Selections that took none of the tools that were found for the task. */
  readonly missed: number;
  /** Sum over all selections, as are `tokens`. */
  readonly tools: number;
  readonly tokens: number;
}

export interface LoaderStats {
  readonly strategy: LoadingStrategy;
  /** The last switch; undefined while there was none. */
  readonly switched:
    | { readonly from: LoadingStrategy; readonly reason: string; /** Milliseconds since 1970. */ readonly at: number }
    | undefined;
  readonly catalog: { readonly servers: number; readonly tools: number; readonly tokens: number };
  readonly byStrategy: Readonly<Record<LoadingStrategy, StrategyStats>>;
  readonly ranking: { readonly asked: number; readonly cached: number; readonly failed: number };
  /** Calls of models: of the meta-tools that find, and of tools; `failed` are those that ended in an error. */
  readonly calls: { readonly searches: number; readonly tools: number; readonly failed: number };
  readonly recommendation: Recommendation;
}

export interface Recommendation {
  readonly strategy: LoadingStrategy;
  /** One sentence for people, with the figure that it rests on. */
  readonly reason: string;
}
