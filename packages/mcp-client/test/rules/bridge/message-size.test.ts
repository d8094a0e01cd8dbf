import { expect, test } from 'vitest';
import { isTooLong, MOST_MESSAGE_BYTES } from '../../../src/rules/bridge/message-size.ts';

/** Bytes of `{"text":""}`. */
const FRAME = 11;

test.each([
  [MOST_MESSAGE_BYTES - FRAME, false],
  [MOST_MESSAGE_BYTES - FRAME + 1, true],
])('an answer with a text of %d letters is too long: %s', (length, expected) => {
  expect(isTooLong({ text: 'x'.repeat(length) })).toBe(expected);
});

test('bytes are counted as they are sent: escapes and characters of several bytes too', () => {
  expect(isTooLong({ text: '\u0000'.repeat(MOST_MESSAGE_BYTES / 6) })).toBe(true);
  expect(isTooLong({ text: '€'.repeat(MOST_MESSAGE_BYTES / 3) })).toBe(true);
  expect(isTooLong({ text: '\u0000'.repeat(MOST_MESSAGE_BYTES / 6 - FRAME) })).toBe(false);
});
