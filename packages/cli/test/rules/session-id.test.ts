import { expect, test } from 'vitest';
import { sessionIdOf } from '../../src/rules/session-id.ts';

test.each(['0123456789abcdEF', ' 0123456789abcdEF\n'])('%j is the id of a sign-in', (text) => {
  expect(sessionIdOf(text)).toBe('0123456789abcdEF');
});

test.each(['', '0123456789abcde', '0123456789abcdefg', '0123456789abcde-', '../0123456789abc'])(
  '%j is none',
  (text) => {
    expect(sessionIdOf(text)).toBeUndefined();
  },
);
