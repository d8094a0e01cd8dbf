import type { WicketgateErrorCode } from '@wicketgate/core';
import { GIVE_KEY } from '../words/ways-in.ts';

const ASK_OPERATOR = 'Ask an operator of the gateway for another key.';
const SIGN_IN_AGAIN = 'Sign in again: `wicketgate login`.';
const URL_IN_USE = '`wicketgate config get url` prints the URL in use.';

/** What to do about a failure, where there is more to say than the message does. */
export function adviceOn(code: WicketgateErrorCode): string | undefined {
  switch (code) {
    case 'missing_credentials':
    case 'unsupported_scheme':
      return GIVE_KEY;
    case 'malformed_key':
    case 'unknown_key':
      return 'Check that the key is whole and belongs to this gateway.';
    case 'key_suspended':
    case 'key_revoked':
    case 'key_expired':
      return ASK_OPERATOR;
    case 'unknown_token':
    case 'token_expired':
    case 'session_ended':
    case 'invalid_dpop_proof':
      return SIGN_IN_AGAIN;
    case 'forbidden':
      return 'Administration needs a key with the role admin (viewer for reading).';
    case 'not_found':
      return '`wicketgate keys list` shows the ids there are.';
    case 'offline':
      return `Does the gateway run? ${URL_IN_USE}`;
    case 'timeout':
    case 'request_timeout':
      return '--timeout SECONDS allows more time.';
    case 'authorization_denied':
    case 'code_expired':
    case 'bad_redirect':
      return 'Run `wicketgate login` once more.';
    case 'sign_in_refused':
      return 'Ask an operator of the gateway who may sign in there.';
    case 'wrong_issuer':
      return `Name the gateway as it names itself, or ask its operator. ${URL_IN_USE}`;
    case 'redirected':
    case 'bad_answer':
    case 'too_large_answer':
    case 'method_not_allowed':
      return `Something else than a gateway may answer there. ${URL_IN_USE}`;
    case 'too_many_requests':
    case 'unavailable':
      return 'Try again later.';
    case 'internal_error':
      return "Try again; if it stays, show an operator the request's id.";
    case 'unknown_field':
      return 'The gateway may be older than this command: compare `wicketgate health` and `wicketgate --version`.';
    case 'origin_not_allowed':
    case 'conflict':
    case 'body_too_large':
    case 'uri_too_long':
    case 'headers_too_large':
    case 'unsupported_media_type':
    case 'malformed_request':
    case 'malformed_body':
    case 'invalid_field':
    case 'aborted':
    case 'closed':
    case 'unsafe_file':
      return undefined;
    case 'lock_timeout':
      return 'Another run of this command may still be at work: try again when it has ended.';
  }
}
