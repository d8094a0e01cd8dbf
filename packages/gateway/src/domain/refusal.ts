import type { FieldError } from '@wicketgate/contract';

/** Why a presented credential, or none, opens nothing. */
export type CredentialRefusal =
  | { readonly reason: 'no_credentials' }
  | { readonly reason: 'wrong_scheme' }
  | { readonly reason: 'malformed_key' }
  | { readonly reason: 'unknown_key' }
  | { readonly reason: 'key_suspended'; readonly because: string | null }
  | { readonly reason: 'key_revoked'; readonly because: string | null }
  | { readonly reason: 'key_expired'; readonly at: number }
  | { readonly reason: 'unknown_token' }
  | { readonly reason: 'token_expired' }
  | { readonly reason: 'session_ended'; readonly because: string | null }
  | { readonly reason: 'invalid_dpop_proof'; readonly detail: string };

/** Why the gateway refuses, in its own words. `problems.ts` alone turns a reason into a wire code. */
export type Refusal =
  | CredentialRefusal
  | { readonly reason: 'role_too_low'; readonly needs: 'viewer' | 'admin' }
  | { readonly reason: 'origin_not_allowed' }
  | { readonly reason: 'no_such_key'; readonly id: string }
  | { readonly reason: 'no_such_session'; readonly id: string }
  | { readonly reason: 'no_such_path' }
  | { readonly reason: 'wrong_method'; readonly allowed: readonly string[] }
  | { readonly reason: 'state_conflict'; readonly detail: string }
  | { readonly reason: 'malformed_body'; readonly detail: string }
  | { readonly reason: 'unsupported_media_type'; readonly detail: string }
  | { readonly reason: 'body_too_large'; readonly limitBytes: number }
  | { readonly reason: 'uri_too_long'; readonly limitBytes: number }
  | { readonly reason: 'malformed_request'; readonly detail: string }
  | { readonly reason: 'invalid_fields'; readonly errors: readonly FieldError[] }
  | { readonly reason: 'unknown_fields'; readonly errors: readonly FieldError[] }
  | { readonly reason: 'throttled'; readonly retryAfterSeconds: number }
  | { readonly reason: 'request_timeout' }
  | { readonly reason: 'unavailable'; readonly retryAfterSeconds: number };

/** The one error that services and middleware throw to refuse; anything else that escapes is a failure of ours. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, options?: { readonly cause?: unknown }) {
    super(refusal.reason, options);
    this.refusal = refusal;
  }
}
