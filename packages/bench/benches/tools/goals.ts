import { atLeast, atMost, type Goal, NO_GOAL } from '../../src/figure.ts';
import type { Quality } from '../../src/retrieval-metrics.ts';
import { miniSearch } from './minisearch.ts';

/** Names of our own sets: the requests that may be looked at while the search is tuned, and those that may not. */
export const OWN_OPEN = 'own-open';
export const OWN_LOCKED = 'own-locked';

/** What a public set must reach, without and with the word table. */
const PUBLIC_SETS: Readonly<Record<string, Wanted>> = {
  'metatool-single': { metric: 'recall@5', lexical: 0.64, table: 0.685 },
  'metatool-multi': { metric: 'recall@5', lexical: 0.68, table: 0.73 },
  'seal-in': { metric: 'recall@5', lexical: 0.95, table: 0.95 },
  'seal-out': { metric: 'recall@5', lexical: 0.93, table: 0.93 },
  'bfcl-live-multiple': { metric: 'recall@1', lexical: 0.7, table: 0.714 },
};

interface Wanted {
  readonly metric: keyof Quality;
  readonly lexical: number;
  readonly table: number;
}

/** What BM25 must be beaten by on our own sets. */
const LEAD = 0.1;
const MOST_LOST = 0.02;

export interface QualityOf {
  readonly set: string;
  readonly metric: keyof Quality;
  readonly recipe: 'lexical' | 'table';
  /** The peers' values by name. */
  readonly peers: Readonly<Record<string, number>>;
}

export function qualityGoal({ set, metric, recipe, peers }: QualityOf): Goal {
  const wanted = PUBLIC_SETS[set];
  if (wanted?.metric === metric) return above(wanted[recipe], Object.values(peers));
  if (set !== OWN_OPEN && set !== OWN_LOCKED) return NO_GOAL;
  if (metric === 'recall@5') return atLeast(Number(((peers[miniSearch.name] ?? 0) + LEAD).toPrecision(3)));
  if (metric === 'no-match') return atLeast(1);
  return metric === 'lost' ? atMost(MOST_LOST) : NO_GOAL;
}

function above(limit: number, peers: readonly number[]): Goal {
  const most = Math.max(...peers);
  return { text: `>= ${limit}, above peers`, holds: (value) => value >= limit && value > most };
}
