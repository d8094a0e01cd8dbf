import { conjugateGradient } from './conjugate-gradient.ts';

/** One row to learn from. */
export interface Example {
  readonly signals: readonly number[];
  /** What each of the words counts. */
  readonly words?: ReadonlyMap<string, number>;
  /** What is to be told: 1 or 0. */
  readonly label: 0 | 1;
  /** How much it counts beside the others. */
  readonly weight: number;
}

/** `bias + weights · signals + the weights of the words` is the logarithm of the odds for label 1. */
export interface Model {
  readonly weights: readonly number[];
  readonly words: ReadonlyMap<string, number>;
  readonly bias: number;
}

const STEPS = 50;
const SETTLED = 1e-8;

/**
 * Fits a logistic model by Newton's method. `penalty` holds the weights small: those of signals divided by their standard deviation,
 * so that the unit of a signal does not matter, and those of words as they are. The bias is free.
 */
export function fitLogistic(examples: readonly Example[], penalty: number): Model {
  const scales = spreads(examples);
  const places = placesOfWords(examples, scales.length);
  const size = scales.length + places.size + 1;
  const rows = examples.map((example) => rowOf(example, { scales, places, size }));
  let solution = new Float64Array(size);
  for (let step = 0; step < STEPS; step += 1) {
    const change = newtonStep({ rows, solution, penalty });
    solution = solution.map((value, at) => value - (change[at] ?? 0));
    if (change.every((value) => Math.abs(value) < SETTLED)) break;
  }
  return {
    weights: scales.map((scale, at) => (solution[at] ?? 0) / scale),
    words: new Map([...places].map(([word, place]) => [word, solution[place] ?? 0])),
    bias: solution[size - 1] ?? 0,
  };
}

export function scoreOf({ weights, words, bias }: Model, example: Pick<Example, 'signals' | 'words'>): number {
  let score = weights.reduce((sum, weight, at) => sum + weight * (example.signals[at] ?? 0), bias);
  for (const [word, value] of example.words ?? []) score += value * (words.get(word) ?? 0);
  return score;
}

/** Of an example, the places and values that are not 0. */
interface Row {
  readonly places: readonly number[];
  readonly values: readonly number[];
  readonly label: number;
  readonly weight: number;
}

interface Layout {
  readonly scales: readonly number[];
  readonly places: ReadonlyMap<string, number>;
  readonly size: number;
}

function rowOf({ signals, words, label, weight }: Example, { scales, places, size }: Layout): Row {
  const found = [...(words ?? [])].map(([word, value]) => [places.get(word) ?? size, value] as const);
  const all = [
    ...signals.map((value, at) => [at, value / (scales[at] ?? 1)] as const),
    ...found,
    [size - 1, 1] as const,
  ];
  const kept = all.filter(([, value]) => value !== 0);
  return { places: kept.map(([place]) => place), values: kept.map(([, value]) => value), label, weight };
}

/** Words have their places behind the signals, in the order of the alphabet. */
function placesOfWords(examples: readonly Example[], first: number): ReadonlyMap<string, number> {
  const words = new Set(examples.flatMap((example) => [...(example.words?.keys() ?? [])]));
  return new Map([...words].toSorted().map((word, at) => [word, first + at]));
}

interface Newton {
  readonly rows: readonly Row[];
  readonly solution: Float64Array;
  readonly penalty: number;
}

function newtonStep({ rows, solution, penalty }: Newton): Float64Array {
  const last = solution.length - 1;
  const held = (vector: Float64Array): Float64Array => vector.map((value, at) => (at === last ? 0 : penalty * value));
  const slope = held(solution);
  const bends = rows.map((row) => {
    const chance = 1 / (1 + Math.exp(-dot(row, solution)));
    addTo(slope, row, row.weight * (chance - row.label));
    return row.weight * chance * (1 - chance);
  });
  const bend = (vector: Float64Array): Float64Array => {
    const bent = held(vector);
    rows.forEach((row, at) => {
      addTo(bent, row, (bends[at] ?? 0) * dot(row, vector));
    });
    return bent;
  };
  return conjugateGradient(bend, slope);
}

function dot({ places, values }: Row, vector: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < places.length; at += 1) sum += (values[at] ?? 0) * (vector[places[at] ?? 0] ?? 0);
  return sum;
}

function addTo(vector: Float64Array, { places, values }: Row, factor: number): void {
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] ?? 0;
    vector[place] = (vector[place] ?? 0) + factor * (values[at] ?? 0);
  }
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
