import type * as z from 'zod/mini';
import type { Access, Endpoint } from './endpoint.ts';
import type { ErrorCode } from './errors.ts';
import { healthSchema, readySchema } from './health.ts';
import {
  createKeyRequestSchema,
  editKeyRequestSchema,
  importKeyRequestSchema,
  keyAnswerSchema,
  keyPageSchema,
  keyParamsSchema,
  keyWithSecretSchema,
  listKeysQuerySchema,
  resumeKeyRequestSchema,
  revokeKeyRequestSchema,
  rotateKeyRequestSchema,
  suspendKeyRequestSchema,
} from './keys.ts';
import { jwksSchema } from './receipt.ts';
import {
  listSessionsQuerySchema,
  revokeSessionRequestSchema,
  revokeSessionsAnswerSchema,
  revokeSessionsRequestSchema,
  sessionAnswerSchema,
  sessionPageSchema,
  sessionParamsSchema,
} from './sessions.ts';
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

/** What any endpoint that wants a key may answer. */
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

const BODY_ERRORS = [
  'malformed_body',
  'unsupported_media_type',
  'body_too_large',
  'invalid_field',
] as const satisfies readonly ErrorCode[];

type Optional = 'params' | 'query' | 'body' | 'status' | 'errors';
type Definition = Omit<Endpoint, Optional> & Partial<Pick<Endpoint, Optional>>;
type Part<D, Name extends string> = D extends Record<Name, infer Schema extends z.ZodMiniType> ? Schema : undefined;

function define<const D extends Definition>(
  definition: D,
): Endpoint<Part<D, 'params'>, Part<D, 'query'>, Part<D, 'body'>, D['answer']> {
  const parts = { params: undefined, query: undefined, body: undefined };
  return { ...parts, status: 200, errors: [], ...definition } as never;
}

/** Every endpoint by group: the one table that the service mounts, clients call and the OpenAPI document shows. */
export const endpoints = {
  system: {
    health: define({
      name: 'system.health',
      method: 'GET',
      path: '/health',
      access: 'public',
      summary: 'Tells that the process answers. Never needs a key.',
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
      summary: 'The public keys that receipts are verified with.',
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
      summary: 'Tells who the presented key speaks for and what it allows, with a signed receipt.',
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
      summary: 'Tells who the presented key speaks for and what it allows.',
      answer: meAnswerSchema,
      repeatable: true,
    }),
  },
  keys: {
    create: define({
      name: 'keys.create',
      method: 'POST',
      path: '/admin/api/keys',
      access: 'admin',
      summary: 'Issues a key. Its text is in the answer, this once.',
      body: createKeyRequestSchema,
      status: 201,
      answer: keyWithSecretSchema,
      repeatable: false,
      errors: BODY_ERRORS,
    }),
    import: define({
      name: 'keys.import',
      method: 'POST',
      path: '/admin/api/keys/import',
      access: 'admin',
      summary: 'Takes over a key of a registered foreign shape by its hash.',
      body: importKeyRequestSchema,
      status: 201,
      answer: keyAnswerSchema,
      repeatable: false,
      errors: [...BODY_ERRORS, 'conflict'],
    }),
    list: define({
      name: 'keys.list',
      method: 'GET',
      path: '/admin/api/keys',
      access: 'viewer',
      summary: 'Lists keys, newest first, in pages.',
      query: listKeysQuerySchema,
      answer: keyPageSchema,
      repeatable: true,
      errors: ['invalid_field'],
    }),
    show: define({
      name: 'keys.show',
      method: 'GET',
      path: '/admin/api/keys/{id}',
      access: 'viewer',
      summary: 'Shows one key.',
      params: keyParamsSchema,
      answer: keyAnswerSchema,
      repeatable: true,
      errors: ['not_found'],
    }),
    edit: define({
      name: 'keys.edit',
      method: 'PATCH',
      path: '/admin/api/keys/{id}',
      access: 'admin',
      summary: 'Changes the members that are given and leaves the others.',
      params: keyParamsSchema,
      body: editKeyRequestSchema,
      answer: keyAnswerSchema,
      repeatable: true,
      errors: [...BODY_ERRORS, 'not_found', 'conflict'],
    }),
    suspend: define({
      name: 'keys.suspend',
      method: 'POST',
      path: '/admin/api/keys/{id}/suspend',
      access: 'admin',
      summary: 'Shuts a key until it is resumed.',
      params: keyParamsSchema,
      body: suspendKeyRequestSchema,
      answer: keyAnswerSchema,
      repeatable: true,
      errors: [...BODY_ERRORS, 'not_found', 'conflict'],
    }),
    resume: define({
      name: 'keys.resume',
      method: 'POST',
      path: '/admin/api/keys/{id}/resume',
      access: 'admin',
      summary: 'Opens a suspended key again.',
      params: keyParamsSchema,
      body: resumeKeyRequestSchema,
      answer: keyAnswerSchema,
      repeatable: true,
      errors: [...BODY_ERRORS, 'not_found', 'conflict'],
    }),
    revoke: define({
      name: 'keys.revoke',
      method: 'POST',
      path: '/admin/api/keys/{id}/revoke',
      access: 'admin',
      summary: 'Ends a key for good.',
      params: keyParamsSchema,
      body: revokeKeyRequestSchema,
      answer: keyAnswerSchema,
      repeatable: true,
      errors: [...BODY_ERRORS, 'not_found', 'conflict'],
    }),
    rotate: define({
      name: 'keys.rotate',
      method: 'POST',
      path: '/admin/api/keys/{id}/rotate',
      access: 'admin',
      summary: 'Issues a successor; the old key works on for the overlap that is asked for.',
      params: keyParamsSchema,
      body: rotateKeyRequestSchema,
      status: 201,
      answer: keyWithSecretSchema,
      repeatable: false,
      errors: [...BODY_ERRORS, 'not_found', 'conflict'],
    }),
  },
  sessions: {
    list: define({
      name: 'sessions.list',
      method: 'GET',
      path: '/admin/api/sessions',
      access: 'viewer',
      summary: 'Lists sign-ins, newest first, in pages.',
      query: listSessionsQuerySchema,
      answer: sessionPageSchema,
      repeatable: true,
      errors: ['invalid_field'],
    }),
    show: define({
      name: 'sessions.show',
      method: 'GET',
      path: '/admin/api/sessions/{id}',
      access: 'viewer',
      summary: 'Shows one sign-in.',
      params: sessionParamsSchema,
      answer: sessionAnswerSchema,
      repeatable: true,
      errors: ['not_found'],
    }),
    revoke: define({
      name: 'sessions.revoke',
      method: 'POST',
      path: '/admin/api/sessions/{id}/revoke',
      access: 'admin',
      summary: 'Ends a sign-in: its tokens open nothing from then on.',
      params: sessionParamsSchema,
      body: revokeSessionRequestSchema,
      answer: sessionAnswerSchema,
      repeatable: true,
      errors: [...BODY_ERRORS, 'not_found', 'conflict'],
    }),
    revokeAll: define({
      name: 'sessions.revokeAll',
      method: 'POST',
      path: '/admin/api/sessions/revoke',
      access: 'admin',
      summary: 'Ends every sign-in of a principal, or of everybody.',
      body: revokeSessionsRequestSchema,
      answer: revokeSessionsAnswerSchema,
      repeatable: true,
      errors: BODY_ERRORS,
    }),
  },
} as const;

const groups: readonly Readonly<Record<string, Endpoint>>[] = Object.values(endpoints);

/** The table as a list, in the order of the groups. */
export const endpointList: readonly Endpoint[] = groups.flatMap((group) => Object.values(group));

/** Every code that an endpoint may answer with. */
export function errorsOf(endpoint: Endpoint): readonly ErrorCode[] {
  return [...new Set([...COMMON_ERRORS, ...ACCESS_ERRORS[endpoint.access], ...endpoint.errors])];
}
