import { ERROR_CODES, ERRORS } from '@wicketgate/contract';
import { LOCAL_ERROR_CODES, type Verdict } from '@wicketgate/core';
import { expect, test } from 'vitest';
import { SECRETS_ERROR_CODES } from '@wicketgate/secrets';
import { checkExit, exitCodeOf, verdictExit } from '../../src/rules/exit-code.ts';
import { LOCAL_CODES } from '../../src/words/failure.ts';

test.each([...ERROR_CODES, ...LOCAL_ERROR_CODES, ...LOCAL_CODES, ...SECRETS_ERROR_CODES])(
  '%s has an exit code that is no success',
  (code) => {
    expect([1, 2, 3, 4, 5, 6, 78, 130]).toContain(exitCodeOf(code));
  },
);

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
  ['not_signed_in', 3],
  ['authorization_denied', 3],
  ['code_expired', 3],
  ['sign_in_refused', 3],
  ['wrong_issuer', 5],
  ['bad_redirect', 1],
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
  ['invalid_name', 2],
  ['invalid_value', 2],
  ['not_writable', 2],
  ['wrong_key', 3],
  ['too_many_attempts', 3],
  ['keyring_locked', 3],
  ['not_allowed', 3],
  ['missing_secret', 4],
  ['no_file', 4],
  ['no_backup', 4],
  ['no_project', 4],
  ['no_wrapping_key', 78],
  ['corrupt_file', 78],
  ['unsupported_version', 78],
  ['rolled_back', 78],
  ['invalid_spec', 78],
  ['not_ignored', 78],
  ['keyring_unavailable', 78],
  ['keyring_timeout', 78],
  ['keyring_failed', 78],
  ['invalid_import', 1],
  ['command_failed', 1],
  ['program_failed', 1],
  ['unwritable_file', 1],
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

const works = { outcome: 'works' } as const;
const refused = { outcome: 'refused', status: 401 } as const;
const unknown = (reason: 'offline' | 'timeout' | 'throttled' | 'forbidden') =>
  ({ outcome: 'unknown', reason }) as const;

test.each([
  [[], 0],
  [[{ present: true }], 0],
  [
    [
      { present: true, probe: works },
      { present: true, probe: { outcome: 'none' } as const },
    ],
    0,
  ],
  [[{ present: true, probe: refused }, { present: false }], 4],
  [
    [
      { present: true, probe: refused },
      { present: true, probe: unknown('offline') },
    ],
    3,
  ],
  [
    [
      { present: true, probe: unknown('timeout') },
      { present: true, probe: unknown('throttled') },
    ],
    5,
  ],
  [[{ present: true, probe: unknown('throttled') }], 6],
  [
    [
      { present: true, probe: unknown('offline') },
      { present: true, probe: unknown('forbidden') },
    ],
    3,
  ],
  [[{ present: true, probe: { outcome: 'withheld' } as const }], 3],
])('a check of %j exits with %d', (items, exit) => {
  expect(checkExit(items)).toBe(exit);
});
