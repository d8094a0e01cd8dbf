import { describe, expect, test } from 'vitest';
import { createToolIndex } from '../src/loader.ts';
import { readMadeUpRequests, readMadeUpTools } from './corpus/read-made-up.ts';
import { createToolCorpus } from './corpus/tool-corpus.ts';

const CUT = 5;
/** BM25 with a tool's texts as they are, in the same run, had .86. */
const RECALL_FLOOR = 0.86;
const MOST_LOST = 5;

const index = createToolIndex();
for (const tool of readMadeUpTools()) index.set(tool);

const answers = readMadeUpRequests().map((request) => ({
  ...{ relevant: Object.keys(request.relevant), query: request.query },
  found: index.search(request.query).hits.map(({ id }) => id),
}));
const served = answers.filter(({ relevant }) => relevant.length > 0);
const unserved = answers.filter(({ relevant }) => relevant.length === 0);

/** Of the tools that serve the requests, the mean share among the first five that are found. */
function recall(): number {
  const shares = served.map(({ relevant, found }) => {
    const first = found.slice(0, CUT);
    return relevant.filter((id) => first.includes(id)).length / relevant.length;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

describe('A search over the made-up servers', () => {
  test('is asked 70 requests that some tool serves, and 10 that none does', () => {
    expect([served.length, unserved.length]).toEqual([70, 10]);
  });

  test('has the right tools among the first five', () => {
    expect(recall()).toBeGreaterThanOrEqual(RECALL_FLOOR);
  });

  test('finds something for nearly every request that a tool serves', () => {
    const lost = served.filter(({ found }) => found.length === 0).map(({ query }) => query);
    expect(lost.length, lost.join('\n')).toBeLessThanOrEqual(MOST_LOST);
  });

  test('finds nothing for a request that no tool serves', () => {
    const answered = unserved.filter(({ found }) => found.length > 0);
    expect(answered).toEqual([]);
  });
});

describe('The corpus of any size', () => {
  test('has as many tools as are wanted, each with an id of its own', () => {
    const ids = createToolCorpus(1_200).map(({ id }) => id);
    expect(ids).toHaveLength(1_200);
    expect(new Set(ids).size).toBe(1_200);
  });

  test('is the same each time, and a bigger one begins with the smaller', () => {
    expect(createToolCorpus(500)).toEqual(createToolCorpus(500));
    expect(createToolCorpus(600).slice(0, 500)).toEqual(createToolCorpus(500));
  });
});
