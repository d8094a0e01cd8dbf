import { describe, expect, it, test } from 'vitest';
import { personOf, plainLine } from '../../src/rules/person.ts';
import { IDENTITY } from '../samples.ts';

const person = (principal: Partial<typeof IDENTITY.principal>) =>
  personOf({ ...IDENTITY, principal: { id: 'p-1', email: null, name: null, ...principal } });

describe('a person', () => {
  it.each([
    [{ name: 'Dev', email: 'dev@example.com' }, 'Dev'],
    [{ email: 'dev@example.com' }, 'dev@example.com'],
    [{}, 'p-1'],
    [{ name: '', email: ' ' }, 'p-1'],
    [{ name: '\u202e\u0007' }, 'p-1'],
    [{ id: '' }, '?'],
  ])('of %j is called %s', (principal, name) => {
    expect(person(principal)).toBe(name);
  });
});

test.each([
  ['an icon', 'a $(zap) b', 'a $ (zap) b'],
  ['a link to a command', '[here](command:workbench.action.quit)', '[here] (command:workbench.action.quit)'],
  ['an icon behind a control character', '$\u0000(zap)', '$ (zap)'],
  ['line breaks', 'a\r\nb\u2028c', 'a b c'],
  ['turning marks', 'a\u202eb', 'a b'],
  ['half a pair', 'a\ud800b', 'a b'],
  ['nothing dangerous', 'Grüße, 世界 👋 (x)', 'Grüße, 世界 👋 (x)'],
])('%s becomes plain text', (_, text, plain) => {
  expect(plainLine(text)).toBe(plain);
});

test('a line has 60 characters at most, and none of them is cut in half', () => {
  expect(plainLine('👋'.repeat(60))).toBe('👋'.repeat(60));
  expect(plainLine('👋'.repeat(61))).toBe(`${'👋'.repeat(59)}…`);
});
