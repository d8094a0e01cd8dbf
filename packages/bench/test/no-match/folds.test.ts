import { expect, test } from 'vitest';
import { type Grouped, quantile, scoresFromOutside } from '../../no-match/folds.ts';

test('An example is scored by a model that saw none of its group', () => {
  // The signal of a group is its own: who has not seen the group cannot know its label.
  const groups = ['a', 'b', 'c', 'd', 'e'];
  const examples = groups.flatMap((group, at) =>
    [0, 1, 2, 3].map((): Grouped => ({
      ...{ group, weight: 1 },
      label: at % 2 === 0 ? 1 : 0,
      signals: groups.map((other) => Number(other === group)),
    })),
  );
  const scores = scoresFromOutside(examples, 0.1);
  // Without `a` two of four groups are 1; without `b` three of four.
  expect(scores[0]).toBeCloseTo(0, 6);
  expect(scores[4]).toBeGreaterThan(0);
});

test.each([
  [0, 1],
  [0.5, 3],
  [1, 4],
])('A quantile of %d is a value with that share of the others below it', (share, value) => {
  expect(quantile([4, 1, 3, 2], share)).toBe(value);
});
