import type { Gradient } from './contrast.ts';
import type { Model } from './model.ts';

/** The running means of one array of the model. */
interface Moments {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

export interface Step {
  readonly gradient: Gradient;
  /** 1 for the first. */
  readonly count: number;
  /** Between 0 and 1: both rates are multiplied by it. */
  readonly decay: number;
}

const FIRST = 0.9;
const SECOND = 0.99;
const ROW_RATE = 2e-3;
const WEIGHT_RATE = 1e-2;
const TINY = 1e-8;

/** Adam (Kingma and Ba 2015) that touches only the words of a batch. */
export function createAdam(model: Model): { take: (step: Step) => void } {
  const rows = momentsFor(model.rows);
  const weights = momentsFor(model.logWeights);
  return {
    take({ gradient, count, decay }) {
      const scale = Math.sqrt(1 - SECOND ** count) / (1 - FIRST ** count);
      for (const word of gradient.words) {
        const from = word * model.dimensions;
        const range = { from, to: from + model.dimensions };
        move(model.rows, rows, { slopes: gradient.rows, ...range, rate: ROW_RATE * decay * scale });
        const place = { from: word, to: word + 1 };
        move(model.logWeights, weights, { slopes: gradient.logWeights, ...place, rate: WEIGHT_RATE * decay * scale });
      }
    },
  };
}

function momentsFor(values: Float32Array): Moments {
  return { first: new Float32Array(values.length), second: new Float32Array(values.length) };
}

interface Move {
  readonly slopes: Float32Array;
  readonly from: number;
  readonly to: number;
  readonly rate: number;
}

function move(values: Float32Array, { first, second }: Moments, { slopes, from, to, rate }: Move): void {
  for (let at = from; at < to; at++) {
    const slope = slopes[at] ?? 0;
    const mean = FIRST * (first[at] ?? 0) + (1 - FIRST) * slope;
    const spread = SECOND * (second[at] ?? 0) + (1 - SECOND) * slope * slope;
    first[at] = mean;
    second[at] = spread;
    values[at] = (values[at] ?? 0) - (rate * mean) / (Math.sqrt(spread) + TINY);
  }
}
