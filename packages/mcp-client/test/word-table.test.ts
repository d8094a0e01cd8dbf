import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createToolIndex } from '../src/rules/search/tool-index.ts';
import type { ToolIndex } from '../src/words/tool-index.ts';
import { loadWordTable } from '../src/word-table.ts';
import { CATALOGUE } from './rules/search/tools.ts';

const FILE = path.resolve(import.meta.dirname, '../data/words-20k-64.bin');
const bytes = readFileSync(FILE);
const table = loadWordTable(bytes);

function cosine(first: string, second: string): number {
  const [a, b] = [table.vectorOf(first), table.vectorOf(second)];
  if (a === undefined || b === undefined) throw new Error(`The table does not know ${first} and ${second}.`);
  return a.reduce((sum, value, axis) => sum + value * (b[axis] ?? 0), 0);
}

it('is the table that was trained', () => {
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(
    'ad4472cad3af802ddb0407d74eeaa5a97c1f3e401b37cdf72fe0525fd76f7c04',
  );
  expect(bytes.subarray(0, 16).toString('hex')).toBe('5747575401000000204e000040000000');
});

it('weighs 1.5 MB at most', () => {
  expect(bytes.length).toBeLessThanOrEqual(1_500_000);
});

it('carries the notices of what it was made from', () => {
  const notice = readFileSync(path.join(path.dirname(FILE), 'NOTICE'), 'utf8');
  expect(notice).toContain('WordNet 3.1 Copyright 2011 by Princeton University.  All rights reserved.');
  expect(notice).toContain('Public Domain Dedication');
});

it.each([
  ['email', 'mail', 'weather'],
  ['photo', 'pictur', 'invoic'],
  ['forecast', 'weather', 'password'],
  ['purchas', 'buy', 'encrypt'],
])('knows that %s is nearer to %s than to %s', (word, near, far) => {
  expect(cosine(word, near)).toBeGreaterThan(cosine(word, far) + 0.2);
});

it('weighs a word that says much more than one that stands in every text', () => {
  expect(table.weightOf('invoic')).toBeGreaterThan(4 * table.weightOf('the'));
});

it('finds a tool by words that none has', () => {
  const [plain, helped] = [createToolIndex(), createToolIndex({ wordTable: table })];
  for (const index of [plain, helped]) for (const tool of CATALOGUE) index.set(tool);
  const idsOf = (index: ToolIndex) =>
    index.search('the roadway on the current page', { limit: 2 }).hits.map(({ id }) => id);
  expect(idsOf(plain)).not.toContain('maps/directions');
  expect(idsOf(helped)).toContain('maps/directions');
});

it('answers after changes as an index does that was made of the same tools', () => {
  const [changed, fresh] = [createToolIndex({ wordTable: table }), createToolIndex({ wordTable: table })];
  for (const tool of CATALOGUE) changed.set({ ...tool, description: 'something else at first' });
  changed.search('an itinerary for the journey');
  for (const tool of CATALOGUE.toReversed()) changed.set(tool);
  changed.delete('files/read_file');
  for (const tool of CATALOGUE) if (tool.id !== 'files/read_file') fresh.set(tool);
  for (const request of ['photograph the page', 'an itinerary to the address', 'converse in a channel']) {
    expect(changed.search(request)).toEqual(fresh.search(request));
  }
});
