import { ERRORS, type ErrorCode } from '../errors.ts';
import { OAUTH_ERRORS, type OAuthErrorCode } from '../oauth.ts';
import type { OAuthEndpoint } from '../oauth-endpoints.ts';
import { PROBLEM_MEDIA_TYPE } from '../problem.ts';
import { schemaRef } from './components.ts';
import { CREDENTIAL } from './security.ts';

const ACCESS_WORDS = {
  public: 'Needs no credential: an application names itself by `client_id`.',
  credential: 'Needs any valid key or access token.',
} as const;

const header = (name: string) => ({ [name]: { $ref: `#/components/headers/${name}` } });

/** 429: whoever asks too often is told so with the code `temporarily_unavailable`. */
const THROTTLED = 429;

/** What an endpoint that wants a credential may say of it, as a problem document. */
const CREDENTIAL_ERRORS = [
  'missing_credentials',
  'unsupported_scheme',
  'malformed_key',
  'unknown_key',
  'key_suspended',
  'key_revoked',
  'key_expired',
  'unknown_token',
  'token_expired',
  'session_ended',
  'invalid_dpop_proof',
] as const satisfies readonly ErrorCode[];

/** The Operation Object of an endpoint of the authorization server. */
export function oauthOperationOf(endpoint: OAuthEndpoint): object {
  return {
    operationId: endpoint.name,
    tags: ['oauth'],
    summary: endpoint.summary,
    description: ACCESS_WORDS[endpoint.access],
    security: endpoint.access === 'public' ? [] : CREDENTIAL,
    ...(endpoint.body && { requestBody: requestBodyOf(endpoint.body) }),
    responses: { 200: answerOf(endpoint.answer), ...refusalsOf(endpoint) },
  };
}

function requestBodyOf(body: NonNullable<OAuthEndpoint['body']>): object {
  const schema = schemaRef(body);
  return {
    required: true,
    content: { 'application/x-www-form-urlencoded': { schema }, 'application/json': { schema } },
  };
}

function answerOf(answer: OAuthEndpoint['answer']): object {
  const headers = header('X-Request-Id');
  if (!answer) return { description: 'It is done. The body tells nothing.', headers };
  return { description: 'The answer.', headers, content: { 'application/json': { schema: schemaRef(answer) } } };
}

function refusalsOf({ errors, access }: OAuthEndpoint): Record<string, object> {
  const statuses = [...new Set(errors.map((code) => OAUTH_ERRORS[code]))].sort((a, b) => a - b);
  const refusals = Object.fromEntries(
    statuses.map((status) => [
      String(status),
      refusalOf(
        status,
        errors.filter((code) => OAUTH_ERRORS[code] === status),
      ),
    ]),
  );
  const throttled = errors.includes('temporarily_unavailable') && {
    [THROTTLED]: refusalOf(THROTTLED, ['temporarily_unavailable']),
  };
  return { ...refusals, ...throttled, ...(access === 'credential' && { 401: credentialRefusal() }) };
}

function refusalOf(status: number, codes: readonly OAuthErrorCode[]): object {
  return {
    description: codes.map((code) => `- \`${code}\``).join('\n'),
    headers: { ...header('X-Request-Id'), ...([THROTTLED, 503].includes(status) && header('Retry-After')) },
    content: { 'application/json': { schema: { $ref: '#/components/schemas/OAuthError' } } },
  };
}

/** Whoever shows no credential, or a bad one, is told as everywhere else. */
function credentialRefusal(): object {
  return {
    description: CREDENTIAL_ERRORS.map((code) => `- \`${code}\`: ${ERRORS[code].title}`).join('\n'),
    headers: { ...header('X-Request-Id'), ...header('WWW-Authenticate') },
    content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
