import { type ErrorCode, ERRORS, OAUTH_PATHS } from '@wicketgate/contract';
import { PROOF_ALGORITHMS } from '../domain/dpop-proof.ts';

/** Codes that come of an access token: its scheme may have been either. */
const OF_TOKENS: ReadonlySet<ErrorCode> = new Set(['unknown_token', 'token_expired', 'session_ended']);
/** Codes before any credential was read: a challenge names no error then (RFC 6750 section 3.1). */
const BEFORE_TOKENS: ReadonlySet<ErrorCode> = new Set(['missing_credentials', 'unsupported_scheme']);

/**
 * The `WWW-Authenticate` header of a 401: both schemes that are taken, and where a client learns who gives tokens
 * (RFC 6750 section 3, RFC 9449 section 7.1, RFC 9728 section 5.1).
 */
export function challengesOf(publicUrl: string): (code: ErrorCode) => Readonly<Record<string, string>> {
  const metadata = `resource_metadata="${publicUrl}${OAUTH_PATHS.resourceMetadata}"`;
  const algorithms = `algs="${PROOF_ALGORITHMS.join(' ')}"`;
  return (code) => {
    if (ERRORS[code].status !== 401) return {};
    const bearer = ['Bearer realm="wicketgate"', ...errorOf(bearerError(code)), metadata];
    const dpop = ['DPoP realm="wicketgate"', ...errorOf(dpopError(code)), algorithms, metadata];
    return { 'www-authenticate': [...bearer, ...dpop].join(', ') };
  };
}

function bearerError(code: ErrorCode): string | undefined {
  return BEFORE_TOKENS.has(code) || code === 'invalid_dpop_proof' ? undefined : 'invalid_token';
}

function dpopError(code: ErrorCode): string | undefined {
  if (code === 'invalid_dpop_proof') return code;
  return OF_TOKENS.has(code) ? 'invalid_token' : undefined;
}

function errorOf(error: string | undefined): string[] {
  return error === undefined ? [] : [`error="${error}"`];
}
