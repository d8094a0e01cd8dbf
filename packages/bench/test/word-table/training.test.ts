import { createSeededRandom } from '@wicketgate/testing';
import { expect, it } from 'vitest';
import type { Pair } from '../../word-table/contrast.ts';
import { encode, type Model } from '../../word-table/model.ts';
import { train } from '../../word-table/training.ts';

const PAIRS = [0, 1, 2, 3].map((at): Pair => [Uint32Array.of(at), Uint32Array.of(at + 4, 8)]);

function random(): () => number {
  const fill = createSeededRandom(3);
  return () => (fill(new Uint8Array(1))[0] ?? 0) / 256;
}

function trainedModel(epochs: number): Model {
  const next = random();
  const rows = Float32Array.from({ length: 9 * 4 }, () => next() - 0.5);
  const model = { dimensions: 4, rows, logWeights: new Float32Array(9) };
  train(model, PAIRS, { epochs, batchSize: 4, random: next });
  return model;
}

/** How often a text is nearest to its partner among all. */
function matched(model: Model): number {
  const [left, right] = [0, 1].map(
    (side) =>
      encode(
        model,
        PAIRS.map((pair) => pair[side] ?? new Uint32Array()),
      ).units,
  );
  const cosine = (a: number, b: number) =>
    [0, 1, 2, 3].reduce((sum, axis) => sum + (left?.[a * 4 + axis] ?? 0) * (right?.[b * 4 + axis] ?? 0), 0);
  return PAIRS.filter((_, a) => PAIRS.every((__, b) => a === b || cosine(a, a) > cosine(a, b))).length;
}

it('brings texts that mean the same near to each other, and the others apart', () => {
  expect(matched(trainedModel(0))).toBeLessThan(4);
  expect(matched(trainedModel(400))).toBe(4);
});

it('gives a word that stands in every text little weight', () => {
  const { logWeights } = trainedModel(400);
  const others = Math.max(...logWeights.slice(4, 8));
  expect(logWeights[8]).toBeLessThan(others);
});
