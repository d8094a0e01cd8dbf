import { describe, expect, test } from 'vitest';
import { completeAt, ndcgAt, qualityOf, recallAt } from '../src/retrieval-metrics.ts';

const judged = {
  relevant: new Map([
    ...([
      ['a', 2],
      ['b', 1],
      ['c', 1],
    ] as const),
  ]),
  found: ['x', 'a', 'b', 'y', 'c'],
};

describe('Recall', () => {
  test.each([
    [1, 0],
    [2, 1 / 3],
    [3, 2 / 3],
    [4, 2 / 3],
    [5, 1],
    [10, 1],
  ])('at %d is the share of the relevant tools among the first ones', (cut, share) => {
    expect(recallAt(cut, judged)).toBeCloseTo(share, 12);
  });

  test('counts a tool that was found twice once', () => {
    expect(recallAt(5, { relevant: judged.relevant, found: ['a', 'a', 'a'] })).toBeCloseTo(1 / 3, 12);
  });
});

test('An answer is complete from the place on where the last relevant tool stands', () => {
  expect([completeAt(4, judged), completeAt(5, judged)]).toEqual([0, 1]);
});

describe('nDCG', () => {
  test('weighs grades by the places at which they stand', () => {
    // Grade 2 at place 2, grade 1 at places 3 and 5; at best 2, 1 and 1 at places 1 to 3.
    const gained = 2 / Math.log2(3) + 1 / Math.log2(4) + 1 / Math.log2(6);
    const best = 2 / Math.log2(2) + 1 / Math.log2(3) + 1 / Math.log2(4);
    expect(ndcgAt(10, judged)).toBeCloseTo(gained / best, 12);
  });

  test('leaves out what stands beyond the cut, of the best too', () => {
    expect(ndcgAt(2, judged)).toBeCloseTo(2 / Math.log2(3) / (2 + 1 / Math.log2(3)), 12);
  });

  test('is 1 for the best order, 0 for nothing found, and never more for a tool found twice', () => {
    expect(ndcgAt(10, { relevant: judged.relevant, found: ['a', 'c', 'b'] })).toBe(1);
    expect(ndcgAt(10, { relevant: judged.relevant, found: [] })).toBe(0);
    expect(ndcgAt(10, { relevant: judged.relevant, found: ['a', 'a', 'b', 'c'] })).toBe(1);
  });
});

describe('The quality of answers', () => {
  const nothing = new Map<string, number>();
  const one = new Map([['a', 1]]);
  const two = new Map([
    ['a', 1],
    ['b', 1],
  ]);

  test('is a mean over the requests that a tool serves', () => {
    const quality = qualityOf([
      { relevant: one, found: ['a'] },
      { relevant: two, found: ['x', 'b'] },
      { relevant: nothing, found: ['x'] },
    ]);
    expect(quality).toMatchObject({ 'recall@1': 0.5, 'recall@3': 0.75, 'complete@10': 0.5, lost: 0 });
  });

  test('tells requests that got nothing by whether a tool serves them', () => {
    const quality = qualityOf([
      { relevant: one, found: [] },
      { relevant: one, found: ['x'] },
      { relevant: nothing, found: [] },
      { relevant: nothing, found: ['x'] },
      { relevant: nothing, found: [] },
      { relevant: nothing, found: [] },
    ]);
    expect(quality).toMatchObject({ lost: 0.5, 'no-match': 0.75 });
  });

  test('says nothing of unserved requests where there are none', () => {
    expect(qualityOf([{ relevant: one, found: ['a'] }])['no-match']).toBeUndefined();
  });

  test('is refused where no request is served', () => {
    expect(() => qualityOf([{ relevant: nothing, found: [] }])).toThrow(RangeError);
  });
});
