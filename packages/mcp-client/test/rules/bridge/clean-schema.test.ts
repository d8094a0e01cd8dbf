import { describe, expect, test } from 'vitest';
import { cleanSchema } from '../../../src/rules/bridge/clean-schema.ts';

const HIDDEN = '\u200b';

function nested(levels: number): Readonly<Record<string, unknown>> {
  let schema: Readonly<Record<string, unknown>> = {};
  for (let level = 1; level < levels; level++) schema = { items: schema };
  return schema;
}

test('a schema stays as its server has it, in its order and its draft', () => {
  const schema = {
    ...{ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', required: ['b', 'a'] },
    properties: { b: { type: 'string', description: 'B.', default: 'x' }, a: { enum: ['y', 1, null, true] } },
  };
  expect(JSON.stringify(cleanSchema(schema).schema)).toBe(JSON.stringify(schema));
});

test('descriptions and titles are cleaned at every level, and comments are left out', () => {
  const schema = {
    description: `A${HIDDEN}`,
    $comment: 'psst',
    properties: { a: { title: `T${HIDDEN}`, anyOf: [{ description: `B${HIDDEN}\r\nC` }] } },
  };
  expect(cleanSchema(schema).schema).toEqual({
    description: 'A',
    properties: { a: { title: 'T', anyOf: [{ description: 'B\nC' }] } },
  });
});

test('a parameter may be called description, or $comment', () => {
  const schema = { properties: { description: { type: 'string' }, $comment: { type: 'string' } } };
  expect(cleanSchema(schema).schema).toEqual(schema);
});

describe('a schema has a flaw', () => {
  test.each([
    { properties: { [`a${HIDDEN}`]: {} } },
    { properties: { a: { enum: [`x${HIDDEN}`] } } },
    { properties: { a: { default: `x${HIDDEN}` } } },
    { properties: { a: { const: { b: [`x${HIDDEN}`] } } } },
  ])('with hidden characters where a call depends on them: %#', (schema) => {
    expect(cleanSchema(schema)).toMatchObject({ schema: undefined, flaw: expect.stringContaining('hidden') as string });
  });

  test('below 64 levels', () => {
    expect(cleanSchema(nested(64)).flaw).toBeUndefined();
    expect(cleanSchema(nested(65)).flaw).toContain('64 levels');
    expect(cleanSchema(nested(100_000)).flaw).toContain('64 levels');
  });
});

test('a member called __proto__ stays a member', () => {
  const { schema } = cleanSchema(JSON.parse('{"properties":{"__proto__":{"type":"string"}}}') as object as never);
  expect(JSON.stringify(schema)).toBe('{"properties":{"__proto__":{"type":"string"}}}');
});
