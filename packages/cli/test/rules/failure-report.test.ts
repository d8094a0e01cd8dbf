import { LOCAL_ERROR_CODES, WicketgateError } from '@wicketgate/core';
import { ERROR_CODES } from '@wicketgate/contract';
import { SecretsError } from '@wicketgate/secrets';
import { expect, test } from 'vitest';
import { adviceOn } from '../../src/rules/advice.ts';
import { failureOf, outcomeIsUnknown } from '../../src/rules/failure-report.ts';
import { CommandFailure, ProgramNotStarted } from '../../src/words/failure.ts';

test('a failure of ours keeps its code, message and hint', () => {
  expect(failureOf(new CommandFailure('no_key', 'None.', { hint: 'Give one.' }))).toEqual({
    code: 'no_key',
    message: 'None.',
    hint: 'Give one.',
  });
});

test('a failure of the client keeps what an operator needs', () => {
  const errors = [{ field: 'name', message: 'is too long' }];
  const details = { requestId: 'r1', attempts: 2, status: 400, retryAfterMs: 5, errors };
  expect(failureOf(new WicketgateError('invalid_field', 'No.', details))).toEqual({
    code: 'invalid_field',
    message: 'No.',
    requestId: 'r1',
    attempts: 2,
    retryAfterMs: 5,
    fields: errors,
  });
});

test('a failure of secrets keeps what it is about', () => {
  const details = { hint: 'Recover.', secretName: 'A', part: 'secret A', cause: new Error('inner') };
  expect(failureOf(new SecretsError('corrupt_file', 'Damaged.', details))).toEqual({
    code: 'corrupt_file',
    message: 'Damaged.',
    hint: 'Recover.',
    secretName: 'A',
    part: 'secret A',
  });
  expect(failureOf(new SecretsError('no_file', 'None.'))).toEqual({ code: 'no_file', message: 'None.' });
});

test('a program that could not be started is told by what it failed of', () => {
  const cause = new SecretsError('program_failed', 'Not found.');
  expect(failureOf(new ProgramNotStarted(127, cause))).toEqual({ code: 'program_failed', message: 'Not found.' });
});

test('what nobody expected is told and not hidden', () => {
  expect(failureOf(new RangeError('odd'))).toEqual({ code: 'unexpected', message: 'odd' });
  expect(failureOf('text')).toMatchObject({ code: 'unexpected' });
  expect(failureOf(Object.assign(new Error('x'), { name: 'AbortError' }))).toMatchObject({ code: 'interrupted' });
});

test('advice is a sentence, or none', () => {
  for (const code of [...ERROR_CODES, ...LOCAL_ERROR_CODES]) expect(adviceOn(code) ?? 'None.').toMatch(/^\S.*[.?)]$/);
});

const causedBy = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });

test.each([
  [new WicketgateError('timeout', ''), true],
  [new WicketgateError('bad_answer', ''), true],
  [new WicketgateError('offline', '', { cause: causedBy('ECONNRESET') }), true],
  [new WicketgateError('offline', '', { cause: causedBy('ECONNREFUSED') }), false],
  [new WicketgateError('offline', '', { cause: causedBy('ENOTFOUND') }), false],
  [new WicketgateError('forbidden', ''), false],
  [new WicketgateError('too_many_requests', ''), false],
  [new Error('x'), false],
])('%o: may have been acted on is %s', (thrown, unknown) => {
  expect(outcomeIsUnknown(thrown)).toBe(unknown);
});

test.each(['ENOSPC', 'EDQUOT', 'EROFS'])('a disk that takes nothing is no fault of the command: %s', (code) => {
  const thrown = Object.assign(new Error(`${code}: no room, write`), { code });
  expect(failureOf(thrown)).toMatchObject({ code: 'unwritable_file', message: thrown.message });
  expect(failureOf(thrown).hint).toContain('full or read-only');
});
