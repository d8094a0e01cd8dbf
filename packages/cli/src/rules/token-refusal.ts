import type { WicketgateErrorCode } from '@wicketgate/core';

const REFUSALS: readonly WicketgateErrorCode[] = [
  'unknown_token',
  'token_expired',
  'session_ended',
  'invalid_dpop_proof',
];

/** Whether the gateway has said no to an access token, where another one of the same sign-in may do. */
export function isTokenRefusal(code: WicketgateErrorCode): boolean {
  return REFUSALS.includes(code);
}
