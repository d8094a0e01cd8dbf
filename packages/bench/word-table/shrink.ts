import { normalise, type Model } from './model.ts';
import { principalDirections } from './principal.ts';
import { eachRow } from './start.ts';

/** Words in few numbers. */
export interface SmallTable {
  /** How much each word says, in steps below the one that says most. */
  readonly weights: Uint8Array;
  readonly rows: Int8Array;
}

export interface ShrinkOptions {
  /** As training found it. */
  readonly start: Model;
  /** What training made of it. */
  readonly trained: Model;
  /** How many of the first words stay. */
  readonly words: number;
  /** Length of a row. */
  readonly dimensions: number;
  /** Steps in which a weight is halved. */
  readonly weightSteps: number;
}

/** How much the use of a word in texts counts beside what a dictionary says of it. */
const START_SHARE = 0.3;
const LARGEST = 127;

/**
 * Brings both meanings of each word, from before and after the training, into one short row: along the directions in which
 * words, weighted, differ most, one byte a number. A weight is the length of the trained row.
 */
export function shrink({ start, trained, words, dimensions, weightSteps }: ShrinkOptions): SmallTable {
  const wide = sideBySide(start, trained);
  const weights = Float32Array.from(eachRow(wide.rows, wide.dimensions), lengthOf);
  const directions = principalDirections({ dimensions: wide.dimensions, values: wide.rows }).slice(0, dimensions);
  const rows = new Int8Array(words * dimensions);
  for (let word = 0; word < words; word++) {
    const row = wide.rows.subarray(word * wide.dimensions, (word + 1) * wide.dimensions);
    rows.set(inBytes(directions.map((direction) => dot(direction, row))), word * dimensions);
  }
  const heaviest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  const steps = weights.slice(0, words).map((weight) => weightSteps * Math.log2(heaviest / weight));
  return { weights: Uint8Array.from(steps, (step) => Math.min(255, Math.round(step))), rows };
}

function sideBySide(start: Model, trained: Model): { rows: Float32Array; dimensions: number } {
  const dimensions = start.dimensions + trained.dimensions;
  const rows = new Float32Array((start.rows.length / start.dimensions) * dimensions);
  [...eachRow(rows, dimensions)].forEach((row, word) => {
    const before = start.rows.slice(word * start.dimensions, (word + 1) * start.dimensions);
    const after = trained.rows.slice(word * trained.dimensions, (word + 1) * trained.dimensions);
    normalise(before);
    const length = normalise(after) * Math.exp(trained.logWeights[word] ?? 0);
    row.set(before.map((value) => value * length * Math.sqrt(START_SHARE)));
    row.set(
      after.map((value) => value * length * Math.sqrt(1 - START_SHARE)),
      start.dimensions,
    );
  });
  return { rows, dimensions };
}

function inBytes(row: readonly number[]): number[] {
  const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return row.map((value) => Math.round((value / largest) * LARGEST));
}

function dot(direction: Float64Array, row: Float32Array): number {
  return row.reduce((sum, value, axis) => sum + value * (direction[axis] ?? 0), 0);
}

function lengthOf(row: Float32Array): number {
  return Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
}
