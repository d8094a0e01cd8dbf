import { expect, test } from 'vitest';
import { warningText } from '../../src/rules/warning-text.ts';

test.each([
  [{}, 'Receipts do not work.'],
  [{ error: new Error('The folder is open.') }, 'Receipts do not work: The folder is open.'],
  [{ error: { name: 'Error', message: 'it is full' } }, 'Receipts do not work: it is full.'],
  [{ error: 'odd' }, 'Receipts do not work.'],
  [{ flaw: 'not_verifiable' }, 'Receipts do not work: not_verifiable.'],
  [{ error: { message: 'a\u001b[2Jb' } }, 'Receipts do not work: ab.'],
])('%o reads "%s"', (fields, sentence) => {
  expect(warningText(fields, 'receipts do not work')).toBe(sentence);
});
