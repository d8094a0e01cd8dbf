import type { WicketgateError, WicketgateErrorCode } from '../words/errors.ts';
import type {
  Grace,
  Identity,
  InvalidReason,
  InvalidVerdict,
  NextStep,
  UnavailableReason,
  UnavailableVerdict,
  ValidVerdict,
  Verdict,
} from '../words/verdict.ts';

type Sense =
  | { readonly status: 'invalid'; readonly reason: InvalidReason; readonly next: NextStep }
  | { readonly status: 'unavailable'; readonly reason: UnavailableReason; readonly next: NextStep };

/** What a failed question says about the key: the one place where codes become verdicts. */
export function verdictOfError(error: WicketgateError): InvalidVerdict | UnavailableVerdict {
  const { code, message, requestId, retryAfterMs } = error;
  const common = { code, message, ...(requestId !== undefined && { requestId }) };
  const sense = senseOf(code);
  if (sense.status === 'invalid') return { ...sense, ...common };
  return { ...sense, ...common, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** A key that is refused without asking. */
export function malformedVerdict(message: string): InvalidVerdict {
  return { status: 'invalid', reason: 'malformed', code: 'malformed_key', message, next: 'check_key' };
}

export interface ValidFacts {
  readonly via: 'gateway' | 'receipt';
  readonly identity: Identity;
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
  readonly degraded: boolean;
  readonly grace?: Grace;
}

export function validVerdict({ checkedAt, ...facts }: ValidFacts): ValidVerdict {
  return { status: 'valid', ...facts, checkedAt: new Date(checkedAt).toISOString() };
}

/** A remembered verdict as it is answered again. What rests on a receipt goes on saying so. */
export function asCached(verdict: Verdict): Verdict {
  return verdict.status === 'valid' && verdict.via === 'gateway' ? { ...verdict, via: 'cache' } : verdict;
}

/** A sign-in that did not come about says nothing about a key. */
const OF_SIGN_IN = ['bad_redirect', 'authorization_denied', 'code_expired', 'sign_in_refused'] as const;

function isOfSignIn(code: WicketgateErrorCode): code is (typeof OF_SIGN_IN)[number] {
  return OF_SIGN_IN.some((each) => each === code);
}

function senseOf(code: WicketgateErrorCode): Sense {
  if (isOfSignIn(code)) return unavailable('server', 'retry_later');
  switch (code) {
    case 'malformed_key':
      return invalid('malformed', 'check_key');
    case 'unknown_key':
      return invalid('unknown', 'check_key');
    case 'key_suspended':
      return invalid('suspended', 'contact_operator');
    case 'key_revoked':
      return invalid('revoked', 'renew_key');
    case 'key_expired':
      return invalid('expired', 'renew_key');
    case 'unknown_token':
      return invalid('unknown', 'sign_in');
    case 'token_expired':
      return invalid('expired', 'sign_in');
    case 'session_ended':
      return invalid('revoked', 'sign_in');
    case 'invalid_dpop_proof':
      return invalid('forbidden', 'sign_in');
    case 'forbidden':
    case 'origin_not_allowed':
      return invalid('forbidden', 'contact_operator');
    case 'offline':
      return unavailable('offline', 'check_network');
    case 'timeout':
    case 'request_timeout':
      return unavailable('timeout', 'retry_later');
    case 'too_many_requests':
      return unavailable('throttled', 'retry_later');
    case 'internal_error':
    case 'unavailable':
    case 'closed':
    case 'aborted':
      return unavailable('server', 'retry_later');
    case 'not_found':
    case 'method_not_allowed':
    case 'redirected':
    case 'bad_answer':
    case 'too_large_answer':
    case 'wrong_issuer':
      return unavailable('server', 'check_url');
    // A key was sent. Whoever says there was none stands between, or the two sides do not understand each other.
    case 'missing_credentials':
    case 'unsupported_scheme':
    case 'conflict':
    case 'body_too_large':
    case 'uri_too_long':
    case 'unsupported_media_type':
    case 'malformed_request':
    case 'malformed_body':
    case 'invalid_field':
    case 'unknown_field':
    case 'headers_too_large':
    case 'lock_timeout':
    case 'unsafe_file':
      return unavailable('server', 'contact_operator');
  }
}

function invalid(reason: InvalidReason, next: NextStep): Sense {
  return { status: 'invalid', reason, next };
}

function unavailable(reason: UnavailableReason, next: NextStep): Sense {
  return { status: 'unavailable', reason, next };
}
