import { audienceOf } from './audience.ts';
import { isChallenge } from './pkce.ts';
import { isRedirectOf } from './redirect-uri.ts';
import { parseScope } from './scopes.ts';
import type { OAuthClient } from './sign-in-config.ts';

/** What an application asks a person's browser for (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
export interface AuthorizationRequest {
  readonly client: OAuthClient;
  readonly redirectUri: string;
  readonly state: string | null;
  /** S256. */
  readonly codeChallenge: string;
  /** Null: all that the person has. */
  readonly requestedScopes: readonly string[] | null;
  /** `aud` of the tokens to come. */
  readonly audience: string;
  /** The key that the code is bound to (RFC 9449 section 10); null when none is named. */
  readonly dpopJkt: string | null;
}

/**
 * Why nothing may be sent to the redirect address: `unknown_client`, a `redirect_uri` that is not the client's, or a
 * parameter given twice, so that nobody can tell which one was meant.
 */
export type AuthorizationProblem = 'unknown_client' | 'bad_redirect_uri' | 'repeated_parameter';

/** RFC 6749 section 4.1.2.1, RFC 8707 section 2. */
export type AuthorizationError =
  'invalid_request' | 'unsupported_response_type' | 'invalid_scope' | 'invalid_target' | 'access_denied';

export type ParsedAuthorization =
  | { readonly ok: true; readonly request: AuthorizationRequest }
  | { readonly ok: false; readonly show: 'page'; readonly problem: AuthorizationProblem }
  | {
      readonly ok: false;
      readonly show: 'redirect';
      readonly redirectUri: string;
      readonly state: string | null;
      readonly error: AuthorizationError;
      readonly description: string;
    };

const MAX_STATE_LENGTH = 2_048;
/** A SHA-256 thumbprint in base64url (RFC 7638). */
const THUMBPRINT = /^[A-Za-z0-9_-]{43}$/;

/** Decides about the query of `/authorize`. Until client and redirect address are known to be good nothing goes there. */
export function parseAuthorizationRequest(
  parameters: URLSearchParams,
  clients: readonly OAuthClient[],
  publicUrl: string,
): ParsedAuthorization {
  const names = [...parameters.keys()];
  if (new Set(names).size < names.length) return { ok: false, show: 'page', problem: 'repeated_parameter' };
  const client = clients.find(({ id }) => id === parameters.get('client_id'));
  if (client === undefined) return { ok: false, show: 'page', problem: 'unknown_client' };
  const redirectUri = parameters.get('redirect_uri');
  if (redirectUri === null || !isRedirectOf(client, redirectUri)) {
    return { ok: false, show: 'page', problem: 'bad_redirect_uri' };
  }
  const flaw = flawOf(parameters, publicUrl);
  const state = stateOf(parameters);
  if (flaw !== undefined) return { ok: false, show: 'redirect', redirectUri, state, ...flaw };
  return { ok: true, request: { client, redirectUri, state, ...membersOf(parameters, publicUrl) } };
}

interface Flaw {
  readonly error: AuthorizationError;
  readonly description: string;
}

function flawOf(parameters: URLSearchParams, publicUrl: string): Flaw | undefined {
  const given = (name: string) => parameters.get(name) ?? undefined;
  if ((given('state') ?? '').length > MAX_STATE_LENGTH)
    return invalid(`state has more than ${MAX_STATE_LENGTH} characters.`);
  if (given('response_type') === undefined) return invalid('response_type is missing: send response_type=code.');
  if (given('response_type') !== 'code') {
    return { error: 'unsupported_response_type', description: 'The only response_type is code.' };
  }
  if ((given('response_mode') ?? 'query') !== 'query') return invalid('The only response_mode is query.');
  if (parameters.has('request') || parameters.has('request_uri')) return invalid('Request objects are not taken.');
  if (given('code_challenge_method') !== 'S256') return invalid('code_challenge_method must be S256.');
  if (!isChallenge(given('code_challenge') ?? '')) return invalid('code_challenge must be the S256 of a verifier.');
  if (!THUMBPRINT.test(given('dpop_jkt') ?? 'A'.repeat(43))) return invalid('dpop_jkt must be a SHA-256 thumbprint.');
  if (parseScope(given('scope')) === undefined) return { error: 'invalid_scope', description: 'scope is malformed.' };
  if (audienceOf(given('resource'), publicUrl) === undefined) {
    return { error: 'invalid_target', description: 'This server issues no tokens for that resource.' };
  }
  return undefined;
}

function invalid(description: string): Flaw {
  return { error: 'invalid_request', description };
}

/** A state that is too long is not sent back: the answer would not arrive. */
function stateOf(parameters: URLSearchParams): string | null {
  const state = parameters.get('state');
  return state !== null && state.length > MAX_STATE_LENGTH ? null : state;
}

/** The members of a request without flaws. */
function membersOf(
  parameters: URLSearchParams,
  publicUrl: string,
): Pick<AuthorizationRequest, 'codeChallenge' | 'requestedScopes' | 'audience' | 'dpopJkt'> {
  return {
    codeChallenge: parameters.get('code_challenge') ?? '',
    requestedScopes: parseScope(parameters.get('scope') ?? undefined) ?? null,
    audience: audienceOf(parameters.get('resource') ?? undefined, publicUrl) ?? publicUrl,
    dpopJkt: parameters.get('dpop_jkt'),
  };
}
