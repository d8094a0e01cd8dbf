import { expect, test } from 'vitest';
import { isVariableName } from '../../src/rules/variable-name.ts';

test.each(['GITHUB_TOKEN', 'S3_BUCKET', 'OAUTH2_CLIENT', 'DB1', '_X', 'A.B-C', 'X'.repeat(16), `${'X'.repeat(16)}1`])(
  '%s is written as names of variables are',
  (text) => {
    expect(isVariableName(text)).toBe(true);
  },
);

test.each([
  'hunter2',
  'correct-horse-battery-staple',
  'JBSWY3DPEHPK3PXP',
  'AKIAIOSFODNN7EXAMPLE7',
  'ghpabcdefghijklmnopqrstuvwxyz012345',
  'X'.repeat(17),
  'A12345',
])('%s may be a value', (text) => {
  expect(isVariableName(text)).toBe(false);
});
