import { expect, test } from 'vitest';
import { argumentFlaws } from '../../src/rules/schema-check.ts';

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });

test('arguments that fit have no flaw', () => {
  const schema = object(
    {
      query: { type: 'string' },
      limit: { type: 'integer', minimum: 1 },
      tags: { type: 'array', items: { type: 'string' } },
    },
    { required: ['query'], additionalProperties: false },
  );
  expect(argumentFlaws({ query: 'x', limit: 1, tags: ['a'] }, schema)).toEqual([]);
});

test('every member that does not fit is named at once', () => {
  const schema = object(
    {
      query: { type: 'string' },
      limit: { type: 'integer', maximum: 5 },
      sort: { enum: ['up', 'down'] },
      filters: { type: 'array', items: object({ name: { type: 'string' } }, { required: ['name'] }) },
    },
    { required: ['query'], additionalProperties: false },
  );
  const given = { limit: 6, sort: 'left', filters: [{ name: 'a' }, {}, { name: 7 }], other: 1 };
  expect(argumentFlaws(given, schema)).toEqual([
    { field: 'query', message: 'It is missing.' },
    { field: 'limit', message: 'It must be at most 5.' },
    { field: 'sort', message: 'It must be "up", "down".' },
    { field: 'filters.1.name', message: 'It is missing.' },
    { field: 'filters.2.name', message: 'It must be a text.' },
    { field: 'other', message: 'The tool knows no such member: query, limit, sort, filters.' },
  ]);
});

test.each([
  [{ minimum: 2 }, [2, 3], [1]],
  [{ maximum: 2 }, [1, 2], [3]],
  [{ minLength: 2 }, ['ab', 'abc'], ['a', '🙂']],
  [{ maxLength: 2 }, ['a', '🙂🙂'], ['abc']],
  [{ minItems: 1 }, [[1], [1, 2]], [[]]],
  [{ maxItems: 1 }, [[], [1]], [[1, 2]]],
])('%j counts at, under and over', (bound, good, bad) => {
  const schema = object({ a: bound });
  for (const value of good) expect(argumentFlaws({ a: value }, schema)).toEqual([]);
  for (const value of bad) expect(argumentFlaws({ a: value }, schema)).toHaveLength(1);
});

test.each([
  ['string', 'a', 1],
  ['number', 1.5, '1'],
  ['integer', 1, 1.5],
  ['boolean', false, 'false'],
  ['array', [], {}],
  ['object', {}, []],
  ['null', null, 0],
] as const)('a %s is told from what is none', (type, good, bad) => {
  expect(argumentFlaws({ a: good }, object({ a: { type } }))).toEqual([]);
  expect(argumentFlaws({ a: bad }, object({ a: { type } }))).toHaveLength(1);
});

test('several types allow each of them', () => {
  const schema = object({ a: { type: ['string', 'null'] } });
  expect(argumentFlaws({ a: null }, schema)).toEqual([]);
  expect(argumentFlaws({ a: 1 }, schema)).toEqual([{ field: 'a', message: 'It must be a text or null.' }]);
});

test.each(['anyOf', 'oneOf'])('one form of %s is enough, and the nearest is told of', (keyword) => {
  const forms = [object({ a: { type: 'string' } }, { required: ['a'] }), { type: 'string' }];
  const schema = object({ x: { [keyword]: forms } });
  expect(argumentFlaws({ x: 'text' }, schema)).toEqual([]);
  expect(argumentFlaws({ x: { a: 'text' } }, schema)).toEqual([]);
  expect(argumentFlaws({ x: {} }, schema)).toEqual([{ field: 'x.a', message: 'It is missing.' }]);
});

test('references within the schema are followed, also one that refers to itself', () => {
  const node = object({ next: { $ref: '#/$defs/node' }, name: { type: 'string' } });
  const schema = { ...object({ start: { $ref: '#/$defs/node' } }), $defs: { node } };
  const flaws = argumentFlaws({ start: { next: { next: { name: 1 } } } }, schema);
  expect(flaws).toEqual([{ field: 'start.next.next.name', message: 'It must be a text.' }]);
});

test.each([{ $ref: '#/nowhere' }, { $ref: 'https://example.com/schema' }, { $ref: '#' }, true, { pattern: '(a+)+$' }])(
  'what is not known is left to the server: %j',
  (own) => {
    expect(argumentFlaws({ a: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' }, { properties: { a: own } })).toEqual([]);
  },
);

test('a schema that refers to nothing but itself ends', () => {
  const schema = { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } };
  expect(argumentFlaws({}, schema)).toEqual([]);
});

test('names of every object are no members of a schema', () => {
  const schema = object({}, { additionalProperties: false });
  expect(argumentFlaws({ constructor: 1 }, schema)).toMatchObject([{ field: 'constructor' }]);
});

test('no more than twenty flaws are told', () => {
  const given = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`m${at}`, 1]));
  expect(argumentFlaws(given, object({}, { additionalProperties: false }))).toHaveLength(20);
});
