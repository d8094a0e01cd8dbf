import { BODY_ERRORS, define } from './define-endpoint.ts';
import type { Access, Endpoint } from './endpoint.ts';
import type { ErrorCode } from './errors.ts';
import { healthSchema, readySchema } from './health.ts';
import { keyEndpoints } from './key-endpoints.ts';
import { jwksSchema } from './receipt.ts';
import { sessionEndpoints } from './session-endpoints.ts';
import { usageAnswerSchema } from './usage.ts';
import { meAnswerSchema, validateAnswerSchema, validateRequestSchema } from './validation.ts';

/** What any endpoint may answer. `unknown_field`: a query parameter that it does not have. */
const COMMON_ERRORS = [
  'malformed_request',
  'unknown_field',
  'uri_too_long',
  'headers_too_large',
  'method_not_allowed',
  'request_timeout',
  'internal_error',
  'unavailable',
] as const satisfies readonly ErrorCode[];

/** What any endpoint that wants a credential may answer. */
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
  'too_many_requests',
] as const satisfies readonly ErrorCode[];

const ACCESS_ERRORS: Readonly<Record<Access, readonly ErrorCode[]>> = {
  public: [],
  key: CREDENTIAL_ERRORS,
  viewer: [...CREDENTIAL_ERRORS, 'forbidden'],
  admin: [...CREDENTIAL_ERRORS, 'forbidden', 'origin_not_allowed'],
};

/** Every endpoint by group: the one table that the service mounts, clients call and the OpenAPI document shows. */
export const endpoints = {
  system: {
    health: define({
      name: 'system.health',
      method: 'GET',
      path: '/health',
      access: 'public',
      summary: 'Tells that the process answers. Never needs a credential.',
      answer: healthSchema,
      repeatable: true,
    }),
    apiHealth: define({
      name: 'system.apiHealth',
      method: 'GET',
      path: '/api/v1/health',
      access: 'public',
      summary: 'The same as /health, under the path of the API.',
      answer: healthSchema,
      repeatable: true,
    }),
    ready: define({
      name: 'system.ready',
      method: 'GET',
      path: '/ready',
      access: 'public',
      summary: 'Tells whether the gateway can serve: 200 when it can, 503 with the same body when not.',
      answer: readySchema,
      repeatable: true,
    }),
    jwks: define({
      name: 'system.jwks',
      method: 'GET',
      path: '/.well-known/jwks.json',
      access: 'public',
      summary: 'The public keys that receipts and access tokens are verified with.',
      answer: jwksSchema,
      repeatable: true,
    }),
  },
  auth: {
    validate: define({
      name: 'auth.validate',
      method: 'POST',
      path: '/api/v1/auth/validate',
      access: 'key',
      summary: 'Tells who the presented key or access token speaks for and what it allows, with a signed receipt.',
      body: validateRequestSchema,
      answer: validateAnswerSchema,
      repeatable: true,
      errors: BODY_ERRORS,
    }),
    me: define({
      name: 'auth.me',
      method: 'GET',
      path: '/api/v1/me',
      access: 'key',
      summary: 'Tells who the presented key or access token speaks for and what it allows.',
      answer: meAnswerSchema,
      repeatable: true,
    }),
    usage: define({
      name: 'auth.usage',
      method: 'GET',
      path: '/api/v1/usage',
      access: 'key',
      summary: 'Tells how often the presented key, or the person who signed in, has called, and the limits.',
      answer: usageAnswerSchema,
      repeatable: true,
    }),
  },
  keys: keyEndpoints,
  sessions: sessionEndpoints,
} as const;

const groups: readonly Readonly<Record<string, Endpoint>>[] = Object.values(endpoints);

/** The table as a list, in the order of the groups. */
export const endpointList: readonly Endpoint[] = groups.flatMap((group) => Object.values(group));

/** Every code that an endpoint may answer with. */
export function errorsOf(endpoint: Endpoint): readonly ErrorCode[] {
  return [...new Set([...COMMON_ERRORS, ...ACCESS_ERRORS[endpoint.access], ...endpoint.errors])];
}
