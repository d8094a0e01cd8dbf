import { describe, expect, it } from 'vitest';
import {
  MAX_DEFINITION_BYTES,
  MAX_NAME_LENGTH,
  MAX_TOOLS,
  parseToolEntries,
} from '../../../src/rules/catalog/tool-entries.ts';
import { canonicalTool } from '../../../src/rules/pins/tool-hash.ts';
import { tool } from '../../scripted-server.ts';

const reasonsOf = (...entries: unknown[]) => parseToolEntries(entries).flaws.map(({ reason }) => reason);
const namesOf = (entries: readonly unknown[]) =>
  parseToolEntries(entries).tools.map(({ definition }) => definition.name);

describe('parseToolEntries', () => {
  it('sorts by name in the order of code units', () => {
    expect(namesOf([tool('b'), tool('a'), tool('B'), tool('_')])).toEqual(['B', '_', 'a', 'b']);
  });

  it.each([
    ['no_object', null],
    ['no_object', 'tool'],
    ['no_object', [tool('a')]],
    ['no_name', { inputSchema: {} }],
    ['no_name', { name: '', inputSchema: {} }],
    ['no_name', { name: 7, inputSchema: {} }],
    ['bad_name', { name: 'a\nb', inputSchema: {} }],
    ['bad_name', { name: 'a\u202eb', inputSchema: {} }],
    ['bad_name', { name: 'x'.repeat(MAX_NAME_LENGTH + 1), inputSchema: {} }],
    ['bad_text', { name: 'a', title: 1, inputSchema: {} }],
    ['bad_text', { name: 'a', description: {}, inputSchema: {} }],
    ['bad_schema', { name: 'a' }],
    ['bad_schema', { name: 'a', inputSchema: 'object' }],
    ['bad_schema', { name: 'a', inputSchema: [] }],
    ['bad_schema', { name: 'a', inputSchema: {}, outputSchema: true }],
    ['bad_annotations', { name: 'a', inputSchema: {}, annotations: 'none' }],
  ])('drops an entry with %s, and that one alone', (reason, entry) => {
    expect(reasonsOf(tool('good'), entry, tool('better'))).toEqual([reason]);
    expect(parseToolEntries([tool('good'), entry]).flaws[0]?.at).toBe(1);
    expect(namesOf([tool('good'), entry, tool('better')])).toEqual(['better', 'good']);
  });

  it('keeps the first of two with one name', () => {
    const { tools, flaws } = parseToolEntries([
      tool('a', { description: 'first' }),
      tool('a', { description: 'second' }),
    ]);
    expect(tools.map(({ definition }) => definition.description)).toEqual(['first']);
    expect(flaws).toEqual([{ at: 1, reason: 'repeated' }]);
  });

  it('takes a definition of 1 MB and none that is larger, in bytes and not in characters', () => {
    const room = MAX_DEFINITION_BYTES - canonicalTool(tool('a', { description: '' })).length;
    expect(reasonsOf(tool('a', { description: 'x'.repeat(room) }))).toEqual([]);
    expect(reasonsOf(tool('a', { description: 'x'.repeat(room + 1) }))).toEqual(['too_large']);
    expect(reasonsOf(tool('a', { description: '€'.repeat(Math.ceil(room / 3) + 1) }))).toEqual(['too_large']);
    expect(reasonsOf(tool('a', { description: '€'.repeat(Math.floor(room / 3)) }))).toEqual([]);
  });

  it('drops what is nested so deep that the way through it would break', () => {
    let schema: object = {};
    for (let depth = 0; depth < 10_000; depth++) schema = { items: schema };
    expect(reasonsOf({ name: 'a', inputSchema: schema })).toEqual(['too_deep']);
  });

  it('takes 10,000 tools and no more', () => {
    const tools = Array.from({ length: MAX_TOOLS }, (_, at) => tool(`t${at}`));
    expect(parseToolEntries(tools).flaws).toEqual([]);
    const more = parseToolEntries([...tools, tool('one'), tool('two')]);
    expect(more.tools).toHaveLength(MAX_TOOLS);
    expect(more.flaws.map(({ reason }) => reason)).toEqual(['too_many', 'too_many']);
  });

  it('does not take a hint for a promise that is no boolean', () => {
    const [read] = parseToolEntries([
      { name: 'a', inputSchema: {}, annotations: { readOnlyHint: 'true', title: 3 } },
    ]).tools;
    expect(read?.definition.annotations).toEqual({});
  });

  it('takes what it does not know for nothing', () => {
    const [read] = parseToolEntries([{ ...tool('a'), icons: [], _meta: { x: 1 } }]).tools;
    expect(read?.definition).toEqual(tool('a'));
  });
});
