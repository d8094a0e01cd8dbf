import { describe, expect, test } from 'vitest';
import { createToolIndex, type SearchableTool, type ToolIndex } from '../src/loader.ts';
import { type MadeUpRequest, readMadeUpRequests, readMadeUpTools } from './corpus/read-made-up.ts';
import { createToolCorpus } from './corpus/tool-corpus.ts';

const CUT = 5;
/** A little under what holds: .91, and .845 among 500 others. BM25 has .86 and .76. */
const RECALL_FLOOR = 0.9;
const CROWDED_FLOOR = 0.84;
const MOST_LOST = 3;

const requests = readMadeUpRequests();
const served = requests.filter(({ relevant }) => Object.keys(relevant).length > 0);
const unserved = requests.filter(({ relevant }) => Object.keys(relevant).length === 0);

function indexOf(tools: readonly SearchableTool[]): ToolIndex {
  const index = createToolIndex();
  for (const tool of tools) index.set(tool);
  return index;
}

const alone = indexOf(readMadeUpTools());
const amongMany = indexOf([...readMadeUpTools(), ...createToolCorpus(500)]);

/** Of the tools that serve the requests, the mean share among the first five that are found. */
function recall(index: ToolIndex): number {
  const shares = served.map(({ query, relevant }) => {
    const first = new Set(index.search(query, { limit: CUT }).hits.map(({ id }) => id));
    const ids = Object.keys(relevant);
    return ids.filter((id) => first.has(id)).length / ids.length;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function unanswered(index: ToolIndex, among: readonly MadeUpRequest[]): string[] {
  return among.map(({ query }) => query).filter((query) => index.search(query).hits.length === 0);
}

describe('A search over the made-up servers', () => {
  test('is asked 70 requests that some tool serves, and 10 that none does', () => {
    expect([served.length, unserved.length]).toEqual([70, 10]);
  });

  test('has the right tools among the first five', () => {
    expect(recall(alone)).toBeGreaterThanOrEqual(RECALL_FLOOR);
  });

  test('still has them there when 500 other tools are in the catalog', () => {
    expect(recall(amongMany)).toBeGreaterThanOrEqual(CROWDED_FLOOR);
  });

  test('finds something for nearly every request that a tool serves', () => {
    const lost = unanswered(alone, served);
    expect(lost.length, lost.join('\n')).toBeLessThanOrEqual(MOST_LOST);
  });

  test('finds nothing for a request that no tool serves', () => {
    expect(unanswered(alone, unserved)).toEqual(unserved.map(({ query }) => query));
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
