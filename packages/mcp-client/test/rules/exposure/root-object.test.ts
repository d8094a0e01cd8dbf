import { describe, expect, it } from 'vitest';
import { asRootObject, unwrapArguments } from '../../../src/rules/exposure/root-object.ts';
import type { JsonObject } from '../../../src/words/tool.ts';

const anyOf = [
  { type: 'object', properties: { a: {} } },
  { type: 'object', properties: { b: {} } },
];

describe('the root of a schema for models', () => {
  it('is an object with properties, also where the tool has none', () => {
    expect(asRootObject({ type: 'object' })).toEqual({ type: 'object', properties: {} });
    expect(asRootObject({})).toEqual({ type: 'object', properties: {} });
    expect(asRootObject({ properties: { a: {} } })).toEqual({ type: 'object', properties: { a: {} } });
    expect(asRootObject({ type: ['object', 'null'] })).toEqual({ type: 'object', properties: {} });
  });

  it('loses rules about which parameters go together, which the server checks itself', () => {
    const schema = {
      type: 'object',
      properties: { id: {}, name: {} },
      anyOf: [{ required: ['id'] }, { required: ['name'], not: { required: ['id'] } }],
    };
    expect(asRootObject(schema)).toEqual({ type: 'object', properties: { id: {}, name: {} } });
  });

  it.each([
    ['a choice of objects', { anyOf }],
    ['an object that is a choice too', { type: 'object', properties: {}, oneOf: anyOf }],
    ['a list', { type: 'array', items: {} }],
    ['a reference', { $ref: '#/$defs/a' }],
    [
      'a condition that brings parameters',
      { type: 'object', properties: { a: {} }, if: {}, then: { properties: { b: {} } } },
    ],
    ['a parameter whose name has a blank', { type: 'object', properties: { 'a b': {} } }],
    ['a parameter with a long name', { type: 'object', properties: { ['a'.repeat(65)]: {} } }],
    ['one of some values', { type: 'object', properties: {}, enum: [{}] }],
  ])('wraps %s into one parameter', (_, schema: JsonObject) => {
    expect(asRootObject(schema)).toEqual({
      type: 'object',
      properties: { arguments: schema },
      required: ['arguments'],
      additionalProperties: false,
    });
  });

  it('has parameters of up to 64 letters, digits, dots, lines and dashes as they are', () => {
    const schema = { type: 'object', properties: { ['a'.repeat(64)]: {}, 'a.b_C-9': {} } };
    expect(asRootObject(schema)).toEqual(schema);
  });

  it('keeps definitions where the references of a wrapped schema point', () => {
    const schema = { $defs: { a: { type: 'object' } }, $ref: '#/$defs/a' };
    expect(asRootObject(schema)).toMatchObject({
      $defs: { a: { type: 'object' } },
      properties: { arguments: { $ref: '#/$defs/a' } },
    });
  });

  it('cannot be had from a schema that must be wrapped and refers to its own root', () => {
    expect(asRootObject({ anyOf: [{ type: 'array', items: { $ref: '#' } }] })).toMatch(/refers to its own root/);
    expect(asRootObject({ type: 'object', properties: { child: { $ref: '#' } } })).toMatchObject({ type: 'object' });
  });
});

describe('the arguments of a wrapped tool', () => {
  const wrapped = { anyOf };

  it('are taken out of their wrapper', () => {
    expect(unwrapArguments(wrapped, { arguments: { a: 1 } })).toEqual({ a: 1 });
  });

  it('are taken as they are from a model that knows the tool itself', () => {
    expect(unwrapArguments(wrapped, { a: 1 })).toEqual({ a: 1 });
    expect(unwrapArguments(wrapped, { arguments: { a: 1 }, b: 2 })).toEqual({ arguments: { a: 1 }, b: 2 });
  });

  it('are taken out where a name of a parameter made the wrapper', () => {
    const inputSchema = { type: 'object', properties: { $filter: {} } };
    expect(unwrapArguments(inputSchema, { arguments: { $filter: 'a' } })).toEqual({ $filter: 'a' });
  });

  it('are never taken apart where a mended root is an object', () => {
    const args = { arguments: { a: 1 } };
    expect(unwrapArguments({ type: 'OBJECT', $ref: 'https://example.org/a', enum: [] }, args)).toBe(args);
  });

  it('are never taken apart where the tool is not wrapped', () => {
    const args = { arguments: { a: 1 } };
    expect(unwrapArguments({ type: 'object', properties: { arguments: {} } }, args)).toBe(args);
  });
});
