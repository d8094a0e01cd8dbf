import { expect, test } from 'vitest';
import { parseArguments, parseNamedArgument, withNamedArguments } from '../../src/rules/tool-arguments.ts';

const SCHEMA = {
  properties: {
    text: { type: 'string' },
    count: { type: 'integer' },
    on: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    numbers: { type: ['array', 'null'], items: { type: 'number' } },
    'a.b': { type: 'string' },
    inner: { type: 'object', properties: { depth: { type: 'number' }, name: { type: 'string' } } },
    choice: { enum: ['1', '2'] },
    either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
  },
};

function named(...texts: readonly string[]) {
  const given = texts.flatMap((text) => parseNamedArgument(text) ?? []);
  return withNamedArguments({}, given, SCHEMA);
}

test.each([
  ['text=7', { text: '7' }],
  ['text=', { text: '' }],
  ['text=a=b', { text: 'a=b' }],
  ['count=7', { count: 7 }],
  ['count=many', { count: 'many' }],
  ['on=true', { on: true }],
  ['choice=1', { choice: '1' }],
  ['either=1', { either: '1' }],
  ['unknown=7', { unknown: 7 }],
  ['unknown=word', { unknown: 'word' }],
  ['inner={"depth":2}', { inner: { depth: 2 } }],
  ['inner.depth=2', { inner: { depth: 2 } }],
  ['a.b=x', { 'a.b': 'x' }],
  ['tags=one', { tags: ['one'] }],
  ['tags=["one","two"]', { tags: ['one', 'two'] }],
  ['numbers=1', { numbers: [1] }],
])('%s becomes %j', (text, expected) => {
  expect(named(text)).toEqual(expected);
});

test('one name twice is a list where the schema wants one, and otherwise the last counts', () => {
  expect(named('tags=a', 'tags=b', 'text=a', 'text=b')).toEqual({ tags: ['a', 'b'], text: 'b' });
});

test('members of one object come together', () => {
  expect(named('inner.depth=2', 'inner.name=3')).toEqual({ inner: { depth: 2, name: '3' } });
});

test('they stand over those of the JSON text, which stays as it is', () => {
  const base = { text: 'a', inner: { depth: 1 }, tags: ['x'] };
  const result = withNamedArguments(
    base,
    [
      { name: 'inner.name', text: 'n' },
      { name: 'tags', text: 'y' },
    ],
    SCHEMA,
  );
  expect(result).toEqual({ text: 'a', inner: { depth: 1, name: 'n' }, tags: ['x', 'y'] });
  expect(base).toEqual({ text: 'a', inner: { depth: 1 }, tags: ['x'] });
});

test('a name of every object is a member like any other', () => {
  const result = named('__proto__.polluted=1');
  expect(Object.hasOwn(result, '__proto__')).toBe(true);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test.each(['', '=x', 'x'])('%j is no argument', (text) => {
  expect(parseNamedArgument(text)).toBeUndefined();
});

test.each([
  ['{', 'The text is not valid JSON.'],
  ['[]', 'The text must be a JSON object.'],
  ['null', 'The text must be a JSON object.'],
])('%s is refused, and not repeated', (text, problem) => {
  expect(parseArguments(text, 'The text')).toEqual({ ok: false, problem });
});
