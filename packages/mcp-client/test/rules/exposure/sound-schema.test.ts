import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSound } from '../../../src/rules/exposure/schema-keywords.ts';
import { soundSchema } from '../../../src/rules/exposure/sound-schema.ts';
import type { JsonObject } from '../../../src/words/tool.ts';

const sound = (property: unknown) => soundSchema({ properties: { a: property } })['properties'];

describe('a sound schema', () => {
  it.each<[string, unknown, JsonObject]>([
    ['a list by place', { items: [{}, { type: 'null' }] }, { prefixItems: [{}, { type: 'null' }] }],
    ['its rest', { items: [{}], additionalItems: { type: 'null' } }, { items: { type: 'null' }, prefixItems: [{}] }],
    ['a list closed behind them', { items: [{}], additionalItems: false }, { items: { not: {} }, prefixItems: [{}] }],
    ['a list by no place', { items: [] }, {}],
    ['a bound that is itself too small', { minimum: 1, exclusiveMinimum: true }, { exclusiveMinimum: 1 }],
    ['a bound that is not', { maximum: 1, exclusiveMaximum: false }, { maximum: 1 }],
    ['a type in capitals', { type: 'STRING' }, { type: 'string' }],
    ['types that are repeated', { type: ['string', 'null', 'string'] }, { type: ['string', 'null'] }],
    ['a list that does not say of what', { type: ['null', 'array'] }, { items: {}, type: ['null', 'array'] }],
    ['true', true, {}],
    ['false', false, { not: {} }],
    ['null', null, {}],
    ['a schema of items that is true', { items: true }, { items: {} }],
    ['a choice of booleans', { anyOf: [true, false] }, { anyOf: [{}, { not: {} }] }],
  ])('says %s in the words of today', (_, before, after) => {
    expect(sound(before)).toEqual({ a: after });
  });

  it.each<[string, JsonObject]>([
    ['an unknown type', { type: 'any' }],
    ['a required that is true', { required: true }],
    ['a required with a repetition', { required: ['b', 'b'] }],
    ['an empty enum', { enum: [] }],
    ['an empty choice', { oneOf: [] }],
    ['properties that are a list', { properties: [] }],
    ['a length below 0', { minLength: -1 }],
    ['a multiple of 0', { multipleOf: 0 }],
    ['a description that is no text', { description: { en: 'b' } }],
    ['a reference to another document', { $ref: 'https://example.org/schema.json' }],
    ['dependencies', { dependencies: { b: ['c'] } }],
    ['an opposite that would refuse more', { not: { $ref: 'https://example.org/schema.json' } }],
    ['a condition that would hold more often', { if: { enum: [] } }],
  ])('leaves out %s', (_, property) => {
    expect(sound(property)).toEqual({ a: {} });
  });

  it.each<[string, JsonObject]>([
    ['references within', { $ref: '#/$defs/b' }],
    ['a closed object', { additionalProperties: false, type: 'object', unevaluatedProperties: true }],
    ['an opposite', { not: { required: ['b'] } }],
    ['words that nobody knows', { nullable: true, 'x-order': [2, 1] }],
    ['values of any form', { const: { items: [1] }, default: { type: 'any' }, enum: [{ required: true }] }],
  ])('keeps %s', (_, property) => {
    expect(sound(property)).toEqual({ a: property });
  });

  it('takes names for names: a parameter called items is none of the keywords', () => {
    const properties = { items: { type: 'string' }, required: { type: 'null' }, type: { type: 'integer' } };
    expect(soundSchema({ properties, type: 'object' })).toEqual({ properties, type: 'object' });
  });

  it('is frozen at every depth, with sorted keys', () => {
    const schema = soundSchema({ type: 'object', properties: { b: { type: 'array' }, a: {} } });
    expect(JSON.stringify(schema)).toBe('{"properties":{"b":{"items":{},"type":"array"},"a":{}},"type":"object"}');
    const { properties } = schema as { properties: { b: { items: object } } };
    expect([schema, properties, properties.b, properties.b.items].every(Object.isFrozen)).toBe(true);
  });

  it('has nothing left to mend', () => {
    const words = fc.constantFrom('type', 'items', 'required', 'not', 'anyOf', 'minimum', 'exclusiveMinimum', '$ref');
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue({ maxDepth: 1 }),
        tie('schema'),
        fc.array(tie('schema'), { maxLength: 2 }),
      ),
      schema: fc.dictionary(words, tie('any'), { maxKeys: 4 }),
    }));
    fc.assert(
      fc.property(value.schema, (schema) => {
        const once = soundSchema(schema);
        expect(Object.entries(once).every(([key, member]) => isSound(key, member))).toBe(true);
        expect(soundSchema(once)).toEqual(once);
      }),
    );
  });
});
