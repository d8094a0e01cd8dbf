import { expect, it } from 'vitest';
import { FIELDS, fieldTexts, MAX_FIELD_CHARACTERS, type Field } from '../../../src/rules/search/tool-fields.ts';
import type { JsonObject, SearchableTool } from '../../../src/words/tool.ts';
import { searchable } from './tools.ts';

const fieldOf = (tool: SearchableTool, field: Field) => fieldTexts(tool)[FIELDS.indexOf(field)];
const withSchema = (inputSchema: JsonObject) => searchable('s/t', '', { inputSchema });

it('reads the first sentence of a description apart from the rest', () => {
  const tool = searchable('s/t', 'Creates an invoice for a customer. Use it after the order was paid.');
  expect(fieldOf(tool, 'summary')).toBe('Creates an invoice for a customer');
  expect(fieldOf(tool, 'description')).toContain('after the order');
});

it('drops the server that some names repeat', () => {
  expect(fieldOf(searchable('hub/hub:read', ''), 'name')).toBe('read');
  expect(fieldOf(searchable('hub/other:read', ''), 'name')).toBe('other:read');
});

it('takes the title, or that of the annotations', () => {
  expect(fieldOf(searchable('s/t', '', { title: 'Read' }), 'title')).toBe('Read');
  expect(fieldOf(searchable('s/t', '', { annotations: { title: 'Write' } }), 'title')).toBe('Write');
});

it('reads parameters inside of parameters and of lists, four levels deep and no deeper', () => {
  const nest = (depth: number): JsonObject =>
    depth === 0 ? {} : { properties: { [`level${depth}`]: { type: 'object', ...nest(depth - 1) } } };
  expect(fieldOf(withSchema(nest(6)), 'parameters')).toBe('level6 level5 level4 level3');
  const list = { properties: { rows: { type: 'array', items: { properties: { cell: {} } } } } };
  expect(fieldOf(withSchema(list), 'parameters')).toBe('rows cell');
});

it('reads what parameters say and the first 20 values that they may have', () => {
  const values = Array.from({ length: 25 }, (_, at) => `value${at}`);
  const text = fieldOf(
    withSchema({ properties: { state: { description: 'Open or closed', enum: values } } }),
    'parameterDescriptions',
  );
  expect(text).toContain('Open or closed value0');
  expect(text).toContain('value19');
  expect(text).not.toContain('value20');
});

it('reads 400 parameters and no more', () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, {}]));
  const names = (count: number) => fieldOf(withSchema({ properties: many(count) }), 'parameters')?.split(' ').length;
  expect([names(399), names(400), names(401)]).toEqual([399, 400, 400]);
});

it('reads 16,000 characters of a field and no more', () => {
  const length = (count: number) => fieldTexts(searchable('s/t', '', { title: 'x'.repeat(count) }))[1]?.length;
  expect(MAX_FIELD_CHARACTERS).toBe(16_000);
  expect([length(15_999), length(16_000), length(1_000_000)]).toEqual([15_999, 16_000, 16_000]);
});

it('ends with a schema that holds itself, and takes no other shape for one', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic['properties'] = { child: cyclic, other: { items: cyclic } };
  expect(fieldOf(withSchema(cyclic), 'parameters')).toContain('child');
  for (const properties of [null, [], 'text', 7, { a: null, b: [], c: true }]) {
    expect(() => fieldTexts(withSchema({ properties }))).not.toThrow();
  }
});

it('takes names such as __proto__ for names', () => {
  const schema = JSON.parse('{"properties": {"__proto__": {"description": "odd"}, "constructor": {}}}') as JsonObject;
  expect(fieldOf(withSchema(schema), 'parameters')).toBe('__proto__ constructor');
});
