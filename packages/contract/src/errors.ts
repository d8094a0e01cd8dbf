/**
 * Every way in which the service refuses or fails: the code, its HTTP status, and the sentence that says what it is
 * (the `title` of a problem document, RFC 9457 section 3.1.3). Codes are never renamed, and never reused.
 */
export const ERRORS = {
  missing_credentials: { status: 401, title: 'The request carries no API key and no access token.' },
  unsupported_scheme: {
    status: 401,
    title: 'The Authorization header is not "Bearer" with one key or token, nor "DPoP" with one token.',
  },
  malformed_key: { status: 401, title: 'The API key is mistyped or not of a kind this gateway issues.' },
  unknown_key: { status: 401, title: 'The API key is not known here.' },
  key_suspended: { status: 401, title: 'The API key is suspended.' },
  key_revoked: { status: 401, title: 'The API key was revoked.' },
  key_expired: { status: 401, title: 'The API key has expired.' },
  unknown_token: { status: 401, title: 'The access token was not issued here, or not for this use.' },
  token_expired: { status: 401, title: 'The access token has expired.' },
  session_ended: { status: 401, title: 'The sign-in was ended.' },
  invalid_dpop_proof: { status: 401, title: 'The access token needs a proof of its key, and there is no valid one.' },
  forbidden: { status: 403, title: 'The credential does not allow this.' },
  origin_not_allowed: { status: 403, title: 'Pages of this origin may not call the gateway.' },
  not_found: { status: 404, title: 'There is nothing here.' },
  method_not_allowed: { status: 405, title: 'This address does not answer that method.' },
  request_timeout: { status: 408, title: 'The request took too long to arrive.' },
  conflict: { status: 409, title: 'The change does not fit the state of the resource.' },
  body_too_large: { status: 413, title: 'The body is larger than this address takes.' },
  uri_too_long: { status: 414, title: 'The address is too long.' },
  unsupported_media_type: { status: 415, title: 'The body is not of a media type this address takes.' },
  malformed_request: { status: 400, title: 'The request is not well-formed HTTP.' },
  malformed_body: { status: 400, title: 'The body is not valid JSON in UTF-8.' },
  invalid_field: { status: 400, title: 'A member of the request has a value it must not have.' },
  unknown_field: { status: 400, title: 'The request has a member this address does not know.' },
  too_many_requests: { status: 429, title: 'There were too many requests.' },
  headers_too_large: { status: 431, title: 'The headers are larger than the gateway takes.' },
  internal_error: { status: 500, title: 'The gateway failed.' },
  unavailable: { status: 503, title: 'The gateway cannot answer right now.' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

/** The closed union of wire error codes. */
export type ErrorCode = keyof typeof ERRORS;

/** The codes in the order of the table. */
export const ERROR_CODES = Object.keys(ERRORS) as readonly ErrorCode[];

/** Statuses whose first code in the table is not the one that says least, and those of proxies on the way. */
const NEAREST: Readonly<Record<number, ErrorCode>> = {
  401: 'unknown_key',
  410: 'not_found',
  422: 'invalid_field',
  502: 'unavailable',
  504: 'unavailable',
};

/**
 * The nearest code for a status of 400 or above that came with none we know, so that an old client survives a new
 * code. A status that is not in the table counts as the x00 of its class (RFC 9110 section 15).
 */
export function codeOfStatus(status: number): ErrorCode {
  const exact = NEAREST[status] ?? ERROR_CODES.find((code) => ERRORS[code].status === status);
  return exact ?? (status >= 500 ? 'internal_error' : 'malformed_request');
}
