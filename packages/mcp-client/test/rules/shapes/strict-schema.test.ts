import { describe, expect, it } from 'vitest';
import { fitsStrictMode } from '../../../src/rules/shapes/strict-schema.ts';

const closed = (properties: object) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

describe('strict mode', () => {
  it('takes closed objects whose properties are all required, at every depth', () => {
    expect(fitsStrictMode(closed({ a: { type: 'array', items: closed({ b: { type: ['string', 'null'] } }) } }))).toBe(
      true,
    );
    expect(fitsStrictMode(closed({}))).toBe(true);
    expect(fitsStrictMode(closed({ a: { $ref: '#' }, b: { anyOf: [{ type: 'null' }] } }))).toBe(true);
  });

  it.each([
    ['an open object', { type: 'object', properties: {} }],
    ['an optional property', { ...closed({ a: {} }), required: [] }],
    ['an open object inside', closed({ a: { type: 'object', properties: {} } })],
    ['an open object in a list', closed({ a: { type: 'array', items: { type: 'object' } } })],
    ['an open object in a choice', closed({ a: { anyOf: [{ type: 'object' }] } })],
    ['a keyword that it does not know', closed({ a: { type: 'string', minLength: 1 } })],
    ['properties of no object', closed({ a: { properties: {} } })],
    ['a schema that is true', closed({ a: true })],
    ['a value without a type', closed({ a: {} })],
    ['a list that does not say of what', closed({ a: { type: 'array' } })],
    ['a list of anything', closed({ a: { type: ['array', 'null'], items: {} } })],
    ['a reference with a neighbour', closed({ a: { $ref: '#', description: 'b' } })],
  ])('does not take %s', (_, schema) => {
    expect(fitsStrictMode(schema)).toBe(false);
  });
});
