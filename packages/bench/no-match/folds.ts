import { type Example, fitLogistic, scoreOf } from './logistic.ts';

export interface Grouped extends Example {
  /** A topic or a server: what has one group is never on both sides of a split. */
  readonly group: string;
}

const FOLDS = 5;

/** The score of each example by a model that saw none of its group. */
export function scoresFromOutside(examples: readonly Grouped[], penalty: number): number[] {
  const folds = foldsOf(examples);
  const models = Array.from({ length: FOLDS }, (_, fold) =>
    fitLogistic(
      examples.filter(({ group }) => folds.get(group) !== fold),
      penalty,
    ),
  );
  return examples.map((example) => {
    const model = models[folds.get(example.group) ?? 0];
    return model === undefined ? 0 : scoreOf(model, example);
  });
}

function foldsOf(examples: readonly Grouped[]): ReadonlyMap<string, number> {
  const groups = [...new Set(examples.map(({ group }) => group))].sort();
  return new Map(groups.map((group, at) => [group, at % FOLDS]));
}

/** Below it lies that share of the values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
