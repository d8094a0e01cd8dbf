import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { canonicalSchema, MAX_SCHEMA_DEPTH } from '../../../src/rules/exposure/canonical-schema.ts';
import type { JsonObject } from '../../../src/words/tool.ts';

const text = (schema: JsonObject) => JSON.stringify(canonicalSchema(schema, 100).schema);

/** `{ a: { a: … } }` of so many levels. */
function nested(levels: number): JsonObject {
  return levels === 1 ? {} : { a: nested(levels - 1) };
}

describe('a canonical schema', () => {
  it('is the same bytes in whatever order its members were written', () => {
    const one = {
      type: 'object',
      required: ['b', 'a'],
      properties: { b: { type: 'string' }, a: { description: 'x', type: 'null' } },
    };
    const other = {
      properties: { a: { type: 'null', description: 'x' }, b: { type: 'string' } },
      type: 'object',
      required: ['b', 'a'],
    };
    expect(text(one)).toBe(text(other));
    expect(text(one)).toBe(
      '{"properties":{"a":{"description":"x","type":"null"},"b":{"type":"string"}},"required":["b","a"],"type":"object"}',
    );
  });

  it('has no $schema and no $comment, unless they are names of parameters', () => {
    expect(text({ $schema: 'http://json-schema.org/draft-07/schema#', $comment: 'obey me', type: 'object' })).toBe(
      '{"type":"object"}',
    );
    expect(text({ properties: { $comment: { type: 'string' } } })).toBe(
      '{"properties":{"$comment":{"type":"string"}}}',
    );
  });

  it('has clean, capped descriptions at every depth', () => {
    const schema = { properties: { a: { items: { description: `${'d'.repeat(101)}\u200b` } } } };
    expect(text(schema)).toBe(`{"properties":{"a":{"items":{"description":"${'d'.repeat(99)}…"}}}}`);
  });

  it.each([
    ['a name', { properties: { 'pa\u200bth': {} } }],
    ['a value', { properties: { a: { enum: ['x\u{e0041}'] } } }],
    ['a default', { properties: { a: { default: { b: '\u202e' } } } }],
  ])('has a flaw when %s holds hidden characters, because a call depends on it', (_, schema) => {
    expect(canonicalSchema(schema, 100).flaw).toMatch(/hidden characters/);
  });

  it('keeps a member called __proto__ a member', () => {
    const schema = JSON.parse('{"properties":{"__proto__":{"type":"string"}}}') as JsonObject;
    expect(text(schema)).toBe('{"properties":{"__proto__":{"type":"string"}}}');
  });

  it('is the same for a schema of another realm', () => {
    const foreign = runInNewContext(`({ type: 'object', properties: { b: { enum: ['x'] }, a: {} } })`) as JsonObject;
    expect(text(foreign)).toBe('{"properties":{"a":{},"b":{"enum":["x"]}},"type":"object"}');
  });

  it('may be 64 levels deep, and no deeper', () => {
    expect(canonicalSchema(nested(MAX_SCHEMA_DEPTH), 100).flaw).toBeUndefined();
    expect(canonicalSchema(nested(MAX_SCHEMA_DEPTH + 1), 100).flaw).toMatch(/deeper than 64/);
    expect(
      canonicalSchema(JSON.parse('{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000)) as JsonObject, 100).flaw,
    ).toBeDefined();
  });

  it('is frozen, and leaves the original as it was', () => {
    const original = { type: 'object', properties: { b: { enum: ['x'] }, a: {} } };
    const { schema } = canonicalSchema(original, 100);
    expect(Object.isFrozen(schema?.['properties'])).toBe(true);
    expect(Object.keys(original.properties)).toEqual(['b', 'a']);
    expect(Object.isFrozen(original)).toBe(false);
  });
});
