/** One row to learn from. */
export interface Example {
  readonly signals: readonly number[];
  /** What is to be told: 1 or 0. */
  readonly label: 0 | 1;
  /** How much it counts beside the others. */
  readonly weight: number;
}

/** `bias + weights · signals` is the logarithm of the odds for label 1. */
export interface Model {
  readonly weights: readonly number[];
  readonly bias: number;
}

const STEPS = 50;
const SETTLED = 1e-9;

/**
 * Fits a logistic model by Newton's method. `penalty` holds the weights small: it is for signals divided by their standard deviation,
 * so that the unit of a signal does not matter. The bias is free.
 */
export function fitLogistic(examples: readonly Example[], penalty: number): Model {
  const scales = spreads(examples);
  const rows = examples.map(({ signals }) => [...signals.map((value, at) => value / (scales[at] ?? 1)), 1]);
  const size = scales.length + 1;
  let solution = new Array<number>(size).fill(0);
  for (let step = 0; step < STEPS; step += 1) {
    const change = newtonStep({ rows, examples, solution, penalty });
    solution = solution.map((value, at) => value - (change[at] ?? 0));
    if (Math.max(...change.map(Math.abs)) < SETTLED) break;
  }
  return {
    weights: scales.map((scale, at) => (solution[at] ?? 0) / scale),
    bias: solution[size - 1] ?? 0,
  };
}

export function scoreOf({ weights, bias }: Model, signals: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * (signals[at] ?? 0), bias);
}

interface Newton {
  readonly rows: readonly (readonly number[])[];
  readonly examples: readonly Example[];
  readonly solution: readonly number[];
  readonly penalty: number;
}

function newtonStep({ rows, examples, solution, penalty }: Newton): number[] {
  const size = solution.length;
  const slope = solution.map((value, at) => (at === size - 1 ? 0 : penalty * value));
  const bend = solution.map((_, at) => solution.map((__, to) => (at === to && at < size - 1 ? penalty : 0)));
  rows.forEach((row, index) => {
    const { label = 0, weight = 0 } = examples[index] ?? {};
    const chance = 1 / (1 + Math.exp(-dot(row, solution)));
    for (let at = 0; at < size; at += 1) {
      const value = row[at] ?? 0;
      slope[at] = (slope[at] ?? 0) + weight * (chance - label) * value;
      const line = bend[at] ?? [];
      for (let to = 0; to < size; to += 1) {
        line[to] = (line[to] ?? 0) + weight * chance * (1 - chance) * value * (row[to] ?? 0);
      }
    }
  });
  return solve(bend, slope);
}

/** Standard deviations; 1 for a signal that never changes. */
function spreads(examples: readonly Example[]): number[] {
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (of: (example: Example) => number): number =>
    examples.reduce((sum, example) => sum + example.weight * of(example), 0) / total;
  return (examples[0]?.signals ?? []).map((_, at) => {
    const middle = mean(({ signals }) => signals[at] ?? 0);
    return Math.sqrt(mean(({ signals }) => ((signals[at] ?? 0) - middle) ** 2)) || 1;
  });
}

/** Gauss, for a matrix that the penalty makes positive definite. Both are used up. */
function solve(matrix: number[][], right: number[]): number[] {
  const size = right.length;
  for (let at = 0; at < size; at += 1) {
    for (let below = at + 1; below < size; below += 1) {
      const factor = (matrix[below]?.[at] ?? 0) / (matrix[at]?.[at] ?? 1);
      const line = matrix[below] ?? [];
      for (let to = at; to < size; to += 1) line[to] = (line[to] ?? 0) - factor * (matrix[at]?.[to] ?? 0);
      right[below] = (right[below] ?? 0) - factor * (right[at] ?? 0);
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let at = size - 1; at >= 0; at -= 1) {
    solution[at] = ((right[at] ?? 0) - dot(matrix[at] ?? [], solution)) / (matrix[at]?.[at] ?? 1);
  }
  return solution;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
