import { describe, expect, it } from 'vitest';
import { MAX_LEVELS } from '../../../src/rules/json-schema/run.ts';
import { MAX_SCHEMA_DEPTH, MAX_SCHEMA_SIZE } from '../../../src/rules/json-schema/schema-bounds.ts';
import { schemaCheck } from '../../../src/rules/json-schema/schema-check.ts';
import type { JsonObject } from '../../../src/words/tool.ts';

const verdict = (schema: JsonObject, value: unknown) => schemaCheck(schema)(value);
const fits = (schema: JsonObject, value: unknown) => verdict(schema, value).flaw === undefined;

/** A value within itself, so deep that nothing may walk it. */
function nested(depth: number, wrap: (inner: unknown) => unknown, innermost: unknown = {}): unknown {
  let value = innermost;
  for (let level = 0; level < depth; level++) value = wrap(value);
  return value;
}

describe('schemaCheck', () => {
  it('says where the keyword stands that a value does not fit, and nothing of one that fits', () => {
    const check = schemaCheck({ properties: { 'degrees/c': { type: 'number' } } });
    expect(check({ 'degrees/c': 3 })).toEqual({ flaw: undefined, unchecked: [] });
    expect(check({ 'degrees/c': 'three' }).flaw).toBe('It does not fit #/properties/degrees~1c/type.');
  });

  it.each<[string, JsonObject, unknown, unknown]>([
    ['type', { type: ['integer', 'null'] }, 3, 3.5],
    ['a type of objects', { type: 'object' }, {}, []],
    ['enum', { enum: [1, { a: [null] }] }, { a: [null] }, { a: [null, 1] }],
    ['const', { const: { a: 1, b: 2 } }, { b: 2, a: 1 }, { a: 1 }],
    ['maximum', { maximum: 3 }, 3, 3.1],
    ['exclusiveMaximum', { exclusiveMaximum: 3 }, 2.9, 3],
    ['minimum', { minimum: 3 }, 3, 2.9],
    ['exclusiveMinimum', { exclusiveMinimum: 3 }, 3.1, 3],
    ['multipleOf', { multipleOf: 0.1 }, 0.3, 0.35],
    ['multipleOf, by hundredths of millions', { multipleOf: 0.01 }, 5_000_000.01, 5_000_000.005],
    ['multipleOf, of next to nothing', { multipleOf: 1 }, 0, 1e-10],
    ['multipleOf, of what is too large to be divided', { multipleOf: 0.5 }, 1e308, 0.7],
    ['maxLength', { maxLength: 1 }, '😀', 'ab'],
    ['minLength', { minLength: 2 }, 'ab', '😀'],
    ['pattern', { pattern: '^a+$' }, 'aa', 'ab'],
    ['prefixItems and items', { prefixItems: [{ type: 'string' }], items: { type: 'number' } }, ['a', 1], ['a', 'b']],
    ['prefixItems that are missing', { prefixItems: [true, { type: 'string' }] }, [1], [1, 2]],
    ['items of draft 7', { items: [{ type: 'string' }], additionalItems: false }, ['a'], ['a', 1]],
    ['contains', { contains: { const: 1 }, minContains: 2, maxContains: 3 }, [1, 2, 1], [1, 2]],
    ['contains too often', { contains: { const: 1 }, maxContains: 1 }, [1], [1, 1]],
    ['contains none', { contains: { const: 1 }, minContains: 0 }, [], undefined],
    ['maxItems', { maxItems: 1 }, [1], [1, 2]],
    ['minItems', { minItems: 2 }, [1, 2], [1]],
    [
      'uniqueItems',
      { uniqueItems: true },
      [{ a: 1, b: 2 }, { a: 1 }],
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
    ],
    ['required', { required: ['a'] }, { a: undefined }, {}],
    ['patternProperties', { patternProperties: { '^x-': { type: 'string' } } }, { 'x-a': 'a', y: 1 }, { 'x-a': 1 }],
    [
      'additionalProperties',
      { properties: { a: true }, patternProperties: { '^x-': true }, additionalProperties: { type: 'number' } },
      { a: 'a', 'x-b': 'b', c: 1 },
      { c: 'c' },
    ],
    ['propertyNames', { propertyNames: { maxLength: 2 } }, { ab: 1 }, { abc: 1 }],
    ['dependentRequired', { dependentRequired: { a: ['b'] } }, { a: 1, b: 1 }, { a: 1 }],
    ['dependentSchemas', { dependentSchemas: { a: { required: ['b'] } } }, { b: 1 }, { a: 1 }],
    ['dependencies of draft 7', { dependencies: { a: ['b'], c: { required: ['d'] } } }, { a: 1, b: 1 }, { c: 1 }],
    ['maxProperties', { maxProperties: 1 }, { a: 1 }, { a: 1, b: 1 }],
    ['minProperties', { minProperties: 1 }, { a: 1 }, {}],
    ['allOf', { allOf: [{ minimum: 1 }, { maximum: 2 }] }, 1.5, 3],
    ['anyOf', { anyOf: [{ type: 'string' }, { maximum: 2 }] }, 1, 3],
    ['oneOf', { oneOf: [{ minimum: 1 }, { maximum: 2 }] }, 3, 1.5],
    ['not', { not: { type: 'string' } }, 1, 'a'],
    ['if, then and else', { if: { type: 'string' }, then: { minLength: 2 }, else: { minimum: 2 } }, 'ab', 1],
    ['then', { if: { type: 'string' }, then: { minLength: 2 }, else: { minimum: 2 } }, 2, 'a'],
    ['a boolean schema', { properties: { a: false } }, {}, { a: 1 }],
    ['$ref', { $ref: '#/$defs/a', $defs: { a: { type: 'string' } } }, 'a', 1],
    ['$ref with an escaped name', { $ref: '#/$defs/a~1b%25', $defs: { 'a/b%': { type: 'string' } } }, 'a', 1],
    ['$ref to an anchor', { $ref: '#here', $defs: { a: { $anchor: 'here', type: 'string' } } }, 'a', 1],
    ['$ref by $id', { $ref: 'node', $defs: { a: { $id: 'node', type: 'string' } } }, 'a', 1],
    [
      '$ref within what has an $id',
      { $ref: 'node', $defs: { a: { $id: 'node', $ref: '#/$defs/b', $defs: { b: { type: 'string' } } } } },
      'a',
      1,
    ],
    ['$ref to an $id of draft 7', { $ref: '#here', definitions: { a: { $id: '#here', type: 'string' } } }, 'a', 1],
    [
      'a schema within itself',
      { type: 'object', properties: { next: { $ref: '#' } }, additionalProperties: false },
      { next: { next: {} } },
      { next: { next: { other: 1 } } },
    ],
    ['a chain of 400 references', chain(400), 'a', 1],
  ])('%s', (_, ...[schema, fitting, other]) => {
    expect(fits(schema, fitting)).toBe(true);
    if (other !== undefined) expect(fits(schema, other)).toBe(false);
    expect(verdict(schema, fitting).unchecked).toEqual([]);
  });

  it.each(['constructor', '__proto__', 'toString'])('takes a member called %s for one', (name) => {
    const schema = JSON.parse(`{"properties":{"${name}":{"type":"string"}},"required":["${name}"]}`) as JsonObject;
    expect(fits(schema, JSON.parse(`{"${name}":"a"}`))).toBe(true);
    expect(fits(schema, JSON.parse(`{"${name}":1}`))).toBe(false);
    expect(fits(schema, {})).toBe(false);
  });

  it('takes remarks for remarks', () => {
    const schema = {
      format: 'email',
      description: 'x',
      default: 1,
      examples: [1],
      $comment: 'x',
      'x-own': 1,
      then: false,
    };
    expect(verdict(schema, 'no address')).toEqual({ flaw: undefined, unchecked: [] });
  });

  it('fits nothing to a schema whose reference leads nowhere', () => {
    for (const $ref of ['#/nowhere', '#nowhere', '#/$defs/x/type', '#/%']) {
      expect(fits({ $ref, $defs: { x: { type: 'string' } } }, 'a')).toBe(false);
    }
  });
});

describe('what is not checked is named', () => {
  it.each<[string, JsonObject, string, string]>([
    ['a pattern that looks ahead', { properties: { a: { pattern: '(?=a)' } } }, '#/properties/a/pattern', 'pattern'],
    ['one in patternProperties', { patternProperties: { '(?=a)': {} } }, '#/patternProperties/(%3F%3Da)', 'pattern'],
    ['unevaluatedProperties', { unevaluatedProperties: false }, '#/unevaluatedProperties', 'keyword'],
    ['unevaluatedItems', { unevaluatedItems: false }, '#/unevaluatedItems', 'keyword'],
    ['$dynamicRef', { $dynamicRef: '#a' }, '#/$dynamicRef', 'keyword'],
    ['another document', { $ref: 'https://example.com/schema' }, '#/$ref', 'keyword'],
    ['a value that a keyword cannot have', { exclusiveMinimum: true }, '#/exclusiveMinimum', 'keyword'],
    ['a unit that nothing is a multiple of', { multipleOf: 0 }, '#/multipleOf', 'keyword'],
    ['a condition for what is no schema', { if: true, then: 1 }, '#/if', 'keyword'],
    ['a list that is none', { anyOf: {} }, '#/anyOf', 'keyword'],
    ['a type that there is not', { type: ['string', 'text'] }, '#/type', 'keyword'],
    [
      'what a reference leads to',
      { $ref: '#/$defs/a', $defs: { a: { pattern: '(?=a)' } } },
      '#/$defs/a/pattern',
      'pattern',
    ],
  ])('%s', (_, ...[schema, at, reason]) => {
    for (const value of ['b', { b: 1 }, [1], 1]) {
      expect(verdict(schema, value)).toEqual({ flaw: undefined, unchecked: [{ at, reason }] });
    }
  });

  it('beside what is', () => {
    const schema = { properties: { a: { pattern: '(?=a)', maxLength: 2 } } };
    expect(verdict(schema, { a: 'abc' }).flaw).toBe('It does not fit #/properties/a/maxLength.');
  });

  it.each<[string, JsonObject, unknown]>([
    ['not', { not: { pattern: '(?=a)' } }, 'a'],
    ['oneOf', { oneOf: [{ type: 'string' }, { pattern: '(?=a)' }] }, 'a'],
    ['if', { if: { pattern: '(?=a)' }, then: false, else: false }, 'a'],
    ['contains', { contains: { pattern: '(?=a)' }, maxContains: 0 }, ['a']],
    ['a reference', { not: { $ref: '#/$defs/a' }, $defs: { a: { pattern: '(?=a)' } } }, 'a'],
    ['additionalProperties', { patternProperties: { '(?=a)': true }, additionalProperties: false }, { b: 1 }],
  ])('and counts neither for nor against a value: %s', (_, schema, value) => {
    expect(fits(schema, value)).toBe(true);
    expect(verdict(schema, value).unchecked).not.toEqual([]);
  });

  it('but does not hide what is sure', () => {
    expect(fits({ not: { type: 'string', pattern: '(?=a)' } }, 1)).toBe(true);
    expect(fits({ oneOf: [{ type: 'string' }, { minLength: 1 }, { pattern: '(?=a)' }] }, 'a')).toBe(false);
    expect(fits({ oneOf: [{ type: 'number' }, { type: 'object', pattern: '(?=a)' }] }, 'a')).toBe(false);
    expect(fits({ contains: { type: 'string', pattern: '(?=a)' } }, [1])).toBe(false);
  });

  it('by a reference that is written as a server likes', () => {
    const named = { $ref: '#/$defs/\u001b[31m', $defs: { '\u001b[31m': { pattern: '(?=a)' } } };
    expect(verdict(named, 'a').unchecked).toEqual([{ at: '#/$defs/%1B[31m/pattern', reason: 'pattern' }]);
  });

  it('twenty times at most, and with no more than 200 characters', () => {
    const many = (count: number) => {
      const names = Array.from({ length: count }, (_, at) => [`p${at}`, { type: 'text' }]);
      return verdict({ properties: Object.fromEntries(names) as JsonObject }, {}).unchecked;
    };
    expect([many(19).length, many(20).length, many(21).length]).toEqual([19, 20, 20]);
    const [long] = verdict({ properties: { ['x'.repeat(500)]: { type: 'text' } } }, {}).unchecked;
    expect(long?.at).toHaveLength(201);
    const { flaw } = verdict({ properties: { ['x'.repeat(500)]: false } }, { ['x'.repeat(500)]: 1 });
    expect(flaw).toHaveLength('It does not fit .'.length + 201);
  });

  it('without a character that could do something to a terminal', () => {
    const [part] = verdict({ properties: { '\u001b[31m\ud800': { type: 'text' } } }, {}).unchecked;
    expect(part?.at).toBe('#/properties/%1B%5B31m%EF%BF%BD/type');
  });
});

describe('a check ends', () => {
  const wide = (size: number): JsonObject => ({ title: 'x'.repeat(size - 'title'.length - 2) });
  const deep = (levels: number) => nested(levels - 1, (not) => ({ not })) as JsonObject;

  it('for a schema of 262,144 characters, and looks into none beyond', () => {
    expect(verdict(wide(MAX_SCHEMA_SIZE - 1), 1).unchecked).toEqual([]);
    expect(verdict(wide(MAX_SCHEMA_SIZE), 1).unchecked).toEqual([]);
    expect(verdict(wide(MAX_SCHEMA_SIZE + 1), 1)).toEqual({
      flaw: undefined,
      unchecked: [{ at: '#', reason: 'too_large' }],
    });
    expect(verdict({ enum: Array.from({ length: 2 ** 21 }, (_, at) => at) }, 1).unchecked).toMatchObject([
      { reason: 'too_large' },
    ]);
  });

  it('for a schema of 64 levels, and looks into none beyond', () => {
    expect(verdict(deep(MAX_SCHEMA_DEPTH - 1), 1).unchecked).toEqual([]);
    expect(verdict(deep(MAX_SCHEMA_DEPTH), 1).unchecked).toEqual([]);
    expect(verdict(deep(MAX_SCHEMA_DEPTH + 1), 1)).toEqual({
      flaw: undefined,
      unchecked: [{ at: '#', reason: 'too_deep' }],
    });
    expect(verdict(deep(10_000), 1).unchecked).toMatchObject([{ reason: 'too_deep' }]);
    const lists = nested(10_000, (inner) => [inner]) as readonly unknown[];
    expect(verdict({ examples: lists }, 1).unchecked).toMatchObject([{ reason: 'too_deep' }]);
  });

  it('for many parts below long names, whose places together would fill the memory', () => {
    const parts = Object.fromEntries(numbers(15_000).map((at) => [`p${at}`, false]));
    const schema = nested(25, (inner) => ({ properties: { ['\u3042'.repeat(4_000)]: inner } }), { properties: parts });
    expect(verdict(schema as JsonObject, {})).toEqual({ flaw: undefined, unchecked: [] });
  });

  it('for addresses of 2,000 characters, and follows no longer ones: what is relative to one repeats it', () => {
    const named = (length: number) => {
      const $ref = 'x'.repeat(length - 'schema:/'.length);
      return { $ref, $defs: { a: { $id: $ref, type: 'string' } } };
    };
    for (const length of [1_999, 2_000]) expect(fits(named(length), 'a')).toBe(true);
    expect(fits(named(2_001), 'a')).toBe(false);
  });

  it('for a value of 500 levels, and goes no deeper', () => {
    const schema = { items: { $ref: '#' } };
    // A level of the value is one of the schema and one of the reference.
    const value = (levels: number) => nested(levels, (inner) => [inner], 1);
    expect(verdict(schema, value(MAX_LEVELS / 2 - 1)).unchecked).toEqual([]);
    expect(verdict(schema, value(MAX_LEVELS / 2 + 1)).unchecked).toEqual([{ at: '#', reason: 'too_deep' }]);
    expect(verdict(schema, value(10_000)).unchecked).toEqual([{ at: '#', reason: 'too_deep' }]);
    expect(verdict({ uniqueItems: true }, [value(10_000)]).unchecked).toEqual([{ at: '#', reason: 'too_deep' }]);
    expect(verdict({ const: 1 }, value(10_000)).flaw).toBeDefined();
  });

  it.each<[string, JsonObject, unknown, 'too_deep' | 'too_much_work']>([
    ['a schema that leads back to itself', { allOf: [{ $ref: '#' }] }, 1, 'too_deep'],
    ['two that lead to each other', { $ref: '#/$defs/a', $defs: { a: { $ref: '#' } } }, 1, 'too_deep'],
    ['a chain of 5,000 references', chain(5_000), 1, 'too_deep'],
    ['references that double at each step', doubling(60), 1, 'too_much_work'],
    [
      'ways through a value that double at each level',
      { anyOf: [1, 2].map(() => ({ properties: { a: { $ref: '#' } }, required: ['a'] })) },
      nested(60, (a) => ({ a })),
      'too_much_work',
    ],
    [
      'many schemas for many members',
      { allOf: Array.from({ length: 5_000 }, () => ({ additionalProperties: { type: 'number' } })) },
      Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`p${at}`, at])),
      'too_much_work',
    ],
    [
      'many values for many items',
      { items: { not: { enum: numbers(20_000) } } },
      numbers(200).map(() => -1),
      'too_much_work',
    ],
    [
      'many patterns that are not matched, for many items',
      { items: { patternProperties: Object.fromEntries(numbers(5_000).map((at) => [`(?=${at})`, true])) } },
      numbers(200).map(() => ({})),
      'too_much_work',
    ],
    ['a pattern for a text without end', { pattern: '^(a+)+$' }, 'a'.repeat(2 ** 21), 'too_much_work'],
  ])('for %s', (_, ...[schema, value, reason]) => {
    expect(verdict(schema, value)).toEqual({ flaw: undefined, unchecked: [{ at: '#', reason }] });
  });

  it('for ^(a+)+$ and 40 letters with a verdict', () => {
    expect(verdict({ pattern: '^(a+)+$' }, `${'a'.repeat(40)}!`)).toMatchObject({
      flaw: 'It does not fit #/pattern.',
      unchecked: [],
    });
    expect(fits({ pattern: '^(a+)+$' }, 'a'.repeat(40))).toBe(true);
  });

  it('with 100 patterns of one schema, and matches no more', () => {
    const patterns = (count: number) => {
      const allOf = Array.from({ length: count }, (_, at) => ({ pattern: `^a{${at}}b` }));
      return verdict({ allOf }, 1).unchecked.length;
    };
    expect([patterns(99), patterns(100), patterns(101)]).toEqual([0, 0, 1]);
  });

  it('with 10,000 characters of patterns, and matches no more', () => {
    const patterns = (last: number) => {
      const lengths = [...numbers(9).map(() => 1_000), 900, last];
      const allOf = lengths.map((length, at) => ({ pattern: String.fromCodePoint(97 + at).repeat(length) }));
      return verdict({ allOf }, 1).unchecked.length;
    };
    expect([patterns(99), patterns(100), patterns(101)]).toEqual([0, 0, 1]);
  });
});

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at);
}

function chain(length: number): JsonObject {
  const steps = numbers(length).map((at) => [
    `s${at}`,
    at === length - 1 ? { type: 'string' } : { $ref: `#/$defs/s${at + 1}` },
  ]);
  return { $ref: '#/$defs/s0', $defs: Object.fromEntries(steps) as JsonObject };
}

function doubling(length: number): JsonObject {
  const step = (at: number) => ({ allOf: [{ $ref: `#/$defs/s${at}` }, { $ref: `#/$defs/s${at}` }] });
  const steps = numbers(length).map((at) => [`s${at}`, at === length - 1 ? {} : step(at + 1)]);
  return { ...step(0), $defs: Object.fromEntries(steps) as JsonObject };
}
