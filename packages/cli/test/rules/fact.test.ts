import { expect, test } from 'vitest';
import { parseFact } from '../../src/rules/fact.ts';

test.each([
  ['team=core', ['team', 'core']],
  ['seats=5', ['seats', '5']],
  ['note=', ['note', '']],
  ['sum=a=b', ['sum', 'a=b']],
  ['seats:=5', ['seats', 5]],
  ['trial:=true', ['trial', true]],
  ['manager:=null', ['manager', null]],
  ['text:="5"', ['text', '5']],
])('%s is a fact', (text, fact) => {
  expect(parseFact(text)).toEqual(fact);
});

test.each(['team', '=core', 'te am=core', 'seats:={}', 'seats:=[1]', 'seats:=five', `${'a'.repeat(65)}=1`])(
  '"%s" is none',
  (text) => {
    expect(parseFact(text)).toBeUndefined();
  },
);

test('a name may have 64 characters', () => {
  expect(parseFact(`${'a'.repeat(64)}=1`)).toEqual(['a'.repeat(64), '1']);
});
