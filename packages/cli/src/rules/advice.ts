import type { WicketgateErrorCode } from '@wicketgate/core';
import { GIVE_KEY } from '../words/ways-in.ts';

const ASK_OPERATOR = 'Ask an operator of the gateway for another key.';
const SIGN_IN_AGAIN = 'Sign in again: `wicketgate login`.';
const URL_IN_USE = '`wicketgate config get url` prints the URL in use.';

const CHECK_KEY = 'Check that the key is whole and belongs to this gateway.';
const LOGIN_ONCE_MORE = 'Run `wicketgate login` once more.';
const MORE_TIME = '--timeout SECONDS allows more time.';
const LATER = 'Try again later.';
const SOMETHING_ELSE = `Something else than a gateway may answer there. ${URL_IN_USE}`;

const ADVICE: Readonly<Record<WicketgateErrorCode, string | undefined>> = {
  missing_credentials: GIVE_KEY,
  unsupported_scheme: GIVE_KEY,
  malformed_key: CHECK_KEY,
  unknown_key: CHECK_KEY,
  key_suspended: ASK_OPERATOR,
  key_revoked: ASK_OPERATOR,
  key_expired: ASK_OPERATOR,
  unknown_token: SIGN_IN_AGAIN,
  token_expired: SIGN_IN_AGAIN,
  session_ended: SIGN_IN_AGAIN,
  invalid_dpop_proof: 'Set the clock of this machine right, or sign in again: `wicketgate login`.',
  forbidden: 'Administration needs the role admin (viewer for reading).',
  not_found: `\`wicketgate keys list\` and \`wicketgate sessions list\` show the ids there are. ${URL_IN_USE}`,
  offline: `Does the gateway run? ${URL_IN_USE}`,
  timeout: MORE_TIME,
  request_timeout: MORE_TIME,
  authorization_denied: LOGIN_ONCE_MORE,
  code_expired: LOGIN_ONCE_MORE,
  bad_redirect: LOGIN_ONCE_MORE,
  sign_in_refused: 'Ask an operator of the gateway who may sign in there.',
  wrong_issuer: `Name the gateway as it names itself, or ask its operator. ${URL_IN_USE}`,
  redirected: SOMETHING_ELSE,
  bad_answer: SOMETHING_ELSE,
  too_large_answer: SOMETHING_ELSE,
  method_not_allowed: SOMETHING_ELSE,
  too_many_requests: LATER,
  unavailable: LATER,
  internal_error: "Try again; if it stays, show an operator the request's id.",
  unknown_field: 'The gateway may be older than this command: compare `wicketgate health` and `wicketgate --version`.',
  origin_not_allowed: undefined,
  conflict: undefined,
  body_too_large: undefined,
  uri_too_long: undefined,
  headers_too_large: undefined,
  unsupported_media_type: undefined,
  malformed_request: undefined,
  malformed_body: undefined,
  invalid_field: undefined,
  aborted: undefined,
  closed: undefined,
  unsafe_file: undefined,
  lock_timeout: 'Another run of this command may still be at work: try again when it has ended.',
};

/** What to do about a failure, where there is more to say than the message does. */
export function adviceOn(code: WicketgateErrorCode): string | undefined {
  return ADVICE[code];
}
