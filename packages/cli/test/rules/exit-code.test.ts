import { ERROR_CODES, ERRORS } from '@wicketgate/contract';
import { LOCAL_ERROR_CODES, type Verdict } from '@wicketgate/core';
import { expect, test } from 'vitest';
import { exitCodeOf, verdictExit } from '../../src/rules/exit-code.ts';
import { LOCAL_CODES } from '../../src/words/failure.ts';

test.each([...ERROR_CODES, ...LOCAL_ERROR_CODES, ...LOCAL_CODES])('%s has an exit code that is no success', (code) => {
  expect([1, 2, 3, 4, 5, 6, 78, 130]).toContain(exitCodeOf(code));
});

test.each(ERROR_CODES.filter((code) => [401, 403].includes(ERRORS[code].status)))('%s is a refusal', (code) => {
  expect(exitCodeOf(code)).toBe(3);
});

test.each([
  ['invalid_field', 2],
  ['not_found', 4],
  ['conflict', 1],
  ['too_many_requests', 6],
  ['unavailable', 5],
  ['internal_error', 5],
  ['offline', 5],
  ['timeout', 5],
  ['bad_answer', 5],
  ['aborted', 130],
  ['usage', 2],
  ['key_on_command_line', 2],
  ['confirmation_needed', 2],
  ['no_key', 3],
  ['unsafe_key_file', 78],
  ['unsafe_file', 78],
  ['broken_config', 78],
  ['wrong_digest', 1],
  ['not_a_vsix', 1],
  ['editor_failed', 1],
  ['several_editors', 2],
  ['no_editor', 4],
  ['interrupted', 130],
  ['unexpected', 1],
] as const)('%s exits with %d', (code, exit) => {
  expect(exitCodeOf(code)).toBe(exit);
});

const UNAVAILABLE = { status: 'unavailable', code: 'offline', message: '', next: 'retry_later' } as const;

test.each<[Verdict, number]>([
  [{ status: 'invalid', reason: 'expired', code: 'key_expired', message: '', next: 'renew_key' }, 3],
  [{ ...UNAVAILABLE, reason: 'offline' }, 5],
  [{ ...UNAVAILABLE, reason: 'timeout' }, 5],
  [{ ...UNAVAILABLE, reason: 'server' }, 5],
  [{ ...UNAVAILABLE, reason: 'throttled' }, 6],
])('a verdict of %j exits with %d', (verdict, exit) => {
  expect(verdictExit(verdict)).toBe(exit);
});
