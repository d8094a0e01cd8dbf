import { type Figure, figureOf, type Goal } from './figure.ts';
import type { Sample } from './turns.ts';

/** What ours is called among the contestants. */
export const OURS = 'ours';

export interface RowWords {
  readonly figure: string;
  readonly unit: string;
  readonly goal: Goal;
  /** Name of the measured value in the samples. */
  readonly metric: string;
}

/** One row out of what the contestants measured. */
export function row(medians: ReadonlyMap<string, Sample>, { metric, ...words }: RowWords): Figure {
  const valueOf = (name: string) => medians.get(name)?.[metric] ?? Number.NaN;
  const peers = [...medians.keys()].filter((name) => name !== OURS).map((name) => [name, valueOf(name)] as const);
  return figureOf({ ...words, ours: valueOf(OURS), peers: Object.fromEntries(peers) });
}
