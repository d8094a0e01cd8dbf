import { normalise, type Model } from './model.ts';
import { principalDirections } from './principal.ts';

/** A word to start from. */
export interface StartWord {
  /** Place in the order of frequency, from 1. */
  readonly rank: number;
  readonly vector: readonly number[];
}

/** How many of the most frequent words tell which directions say nothing. */
const SAMPLE = 30_000;
const COMMON_DIRECTIONS = 2;
/** Smooth inverse frequency (Arora et al. 2017). */
const SMOOTH = 1e-3;
/** Frequency by rank (Zipf): the most frequent word is every twelfth or so. */
const ZIPF = 12.5;

/**
 * Where training starts: unit vectors without their mean and without the two directions that all words share (Mu and
 * Viswanath 2018); a word weighs the less, the more frequent it is.
 */
export function startModel(words: readonly StartWord[], dimensions: number): Model {
  const rows = new Float32Array(words.length * dimensions);
  words.forEach(({ vector }, at) => rows.set(vector.slice(0, dimensions), at * dimensions));
  for (const row of eachRow(rows, dimensions)) normalise(row);
  removeMean(rows, dimensions);
  const sample = rows.slice(0, SAMPLE * dimensions);
  const common = principalDirections({ dimensions, values: sample }).slice(0, COMMON_DIRECTIONS);
  for (const row of eachRow(rows, dimensions)) for (const direction of common) removeDirection(row, direction);
  const logWeights = Float32Array.from(words, ({ rank }) => Math.log(SMOOTH / (SMOOTH + 1 / (ZIPF * rank))));
  return { dimensions, rows, logWeights };
}

/** Views on the rows, one after the other. */
export function* eachRow(rows: Float32Array, dimensions: number): Generator<Float32Array> {
  for (let start = 0; start < rows.length; start += dimensions) yield rows.subarray(start, start + dimensions);
}

/** Moves the rows so that their mean is zero, in place. */
function removeMean(rows: Float32Array, dimensions: number): void {
  const mean = new Float64Array(dimensions);
  const count = rows.length / dimensions;
  rows.forEach((value, at) => (mean[at % dimensions] = (mean[at % dimensions] ?? 0) + value / count));
  rows.forEach((value, at) => (rows[at] = value - (mean[at % dimensions] ?? 0)));
}

function removeDirection(row: Float32Array, direction: Float64Array): void {
  let along = 0;
  row.forEach((value, axis) => (along += value * (direction[axis] ?? 0)));
  row.forEach((value, axis) => (row[axis] = value - along * (direction[axis] ?? 0)));
}
