import { endpointList, fromWire, toWire } from '@wicketgate/contract';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { NAMED_SCHEMAS } from '../src/openapi/components.ts';

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
const snake = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('_'));
const wireValue = fc.letrec((tie) => ({
  value: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(snake, tie('value'), { maxKeys: 4 }),
})).object;

describe('fromWire and toWire', () => {
  it('rename members through objects and lists', () => {
    const wire = { next_cursor: null, items: [{ created_at: 'x', owner: { e_mail: 'y' } }], n: 1 };
    const camel = { nextCursor: null, items: [{ createdAt: 'x', owner: { eMail: 'y' } }], n: 1 };
    expect(fromWire(wire)).toEqual(camel);
    expect(toWire(camel)).toEqual(wire);
  });

  it('are each other\u2019s inverse on any wire value', () => {
    fc.assert(
      fc.property(wireValue, (value) => {
        // A digit has no capital, so a word that begins with one could not be found again; the wire has no such word.
        expect(toWire(fromWire(value))).toEqual(value);
      }),
    );
  });

  it('leave the members of metadata and checks as the caller spelled them', () => {
    const value = { metadata: { cost_center: 1, costCenter: 2 }, checks: { object_store: 'ok' } };
    expect(fromWire(value)).toEqual(value);
    expect(toWire(value)).toEqual(value);
  });

  it('leave values alone that are no objects', () => {
    for (const value of [null, undefined, 0, '', 'snake_case', true]) expect(fromWire(value)).toBe(value);
  });

  it('do not touch prototypes', () => {
    const value = JSON.parse('{"__proto__":{"polluted":true},"a_b":1}') as unknown;
    const renamed = fromWire(value) as Record<string, unknown>;
    expect(Object.getPrototypeOf(renamed)).toBe(Object.prototype);
    expect(renamed['polluted']).toBeUndefined();
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('bring back every member of every schema of the wire', () => {
    const names = new Set<string>();
    const collect = (schema: unknown) => {
      if (typeof schema !== 'object' || schema === null) return;
      const { properties } = schema as { properties?: object };
      for (const name of Object.keys(properties ?? {})) names.add(name);
      for (const inner of Object.values(schema)) collect(inner);
    };
    const queries = endpointList.flatMap(({ query, params }) => [query, params].filter((part) => part !== undefined));
    for (const schema of [...Object.values(NAMED_SCHEMAS), ...queries]) collect(z.toJSONSchema(schema));
    expect(names.size).toBeGreaterThan(50);
    for (const name of names) expect(toWire(fromWire({ [name]: 1 }))).toEqual({ [name]: 1 });
  });
});
