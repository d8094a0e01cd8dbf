import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createToolIndex } from '../../../src/rules/search/tool-index.ts';
import type { SearchableTool } from '../../../src/words/tool.ts';
import { searchable } from './tools.ts';

const word = fc.constantFrom(
  'create',
  'issue',
  'issues',
  'pull',
  'request',
  'repository',
  'channel',
  'message',
  'file',
  'größe',
  '天気予報',
  'zz9',
);
const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));
const tool: fc.Arbitrary<SearchableTool> = fc
  .record({ server: fc.integer({ min: 0, max: 2 }), name: fc.integer({ min: 0, max: 8 }), words: text, more: text })
  .map(({ server, name, words, more }) =>
    searchable(`s${server}/t${name}`, words, { title: more, inputSchema: { properties: { [more]: {} } } }),
  );
type Change = { readonly set: SearchableTool } | { readonly remove: string };
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: tool.map((set) => ({ set })) },
  { weight: 1, arbitrary: tool.map(({ id }) => ({ remove: id })) },
);

it('answers after any changes as an index does that was made of the same tools, in any order', () => {
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 40 }),
      fc.array(text, { minLength: 1, maxLength: 4 }),
      (changes, requests) => {
        const changed = createToolIndex();
        const tools = new Map<string, SearchableTool>();
        for (const step of changes) {
          if ('set' in step) {
            changed.set(step.set);
            tools.set(step.set.id, step.set);
          } else {
            expect(changed.delete(step.remove)).toBe(tools.delete(step.remove));
          }
          // A search in between must leave nothing behind that a later one would see.
          changed.search('create an issue');
        }
        const fresh = createToolIndex();
        for (const [, one] of [...tools].sort(([a], [b]) => (a < b ? 1 : -1))) fresh.set(one);
        for (const request of requests) expect(changed.search(request)).toEqual(fresh.search(request));
      },
    ),
    { numRuns: 150 },
  );
});
