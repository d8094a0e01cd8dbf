import { expect, it } from 'vitest';
import { contrast, type Pair } from '../../word-table/contrast.ts';
import type { Model } from '../../word-table/model.ts';

const MODEL: Model = {
  dimensions: 3,
  rows: Float32Array.of(0.9, 0.1, 0, 0.8, 0.3, 0.1, 0.1, 0.9, 0.2, 0.2, 0.7, 0.4),
  logWeights: Float32Array.of(0, -0.5, 0.2, 0.1),
};
const BATCH: Pair[] = [
  [Uint32Array.of(0, 2), Uint32Array.of(1)],
  [Uint32Array.of(2), Uint32Array.of(3, 1)],
];

function room() {
  return { rows: new Float32Array(MODEL.rows.length), logWeights: new Float32Array(MODEL.logWeights.length) };
}

/** How the loss changes when one number of the model does. */
function slope(part: 'rows' | 'logWeights', at: number): number {
  const step = 1e-2;
  const moved = (by: number) => {
    const values = MODEL[part].slice();
    values[at] = (values[at] ?? 0) + by;
    return contrast({ ...MODEL, [part]: values }, BATCH, room()).loss;
  };
  return (moved(step) - moved(-step)) / (2 * step);
}

it('gives the slope of its loss for every number of the model', () => {
  const { gradient } = contrast(MODEL, BATCH, room());
  gradient.rows.forEach((value, at) => expect(value, `row ${at}`).toBeCloseTo(slope('rows', at), 1));
  gradient.logWeights.forEach((value, at) => expect(value, `weight ${at}`).toBeCloseTo(slope('logWeights', at), 1));
});

it('tells which words the batch had', () => {
  const { gradient } = contrast(MODEL, [[Uint32Array.of(0), Uint32Array.of(3)]], room());
  expect([...gradient.words].sort()).toEqual([0, 3]);
});

it('loses ln 2 where the partner is as near as the other text', () => {
  const same = { ...MODEL, rows: new Float32Array(12).fill(1) };
  expect(contrast(same, BATCH, room()).loss).toBeCloseTo(Math.log(2), 5);
});
