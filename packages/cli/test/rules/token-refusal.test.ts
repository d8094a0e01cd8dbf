import { ERROR_CODES } from '@wicketgate/contract';
import { expect, test } from 'vitest';
import { isTokenRefusal } from '../../src/rules/token-refusal.ts';

test('what the gateway says of access tokens is answered with another one; of keys, and of rights, nothing is', () => {
  expect(ERROR_CODES.filter(isTokenRefusal)).toEqual([
    'unknown_token',
    'token_expired',
    'session_ended',
    'invalid_dpop_proof',
  ]);
});
