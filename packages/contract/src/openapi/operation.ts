import type { Endpoint } from '../endpoint.ts';
import { endpoints, errorsOf } from '../endpoints.ts';
import { ERRORS, type ErrorCode } from '../errors.ts';
import { PROBLEM_MEDIA_TYPE } from '../problem.ts';
import { jsonSchemaOf, schemaRef } from './components.ts';
import { QUERY_DESCRIPTIONS } from './descriptions.ts';
import { CREDENTIAL } from './security.ts';

const ACCESS_WORDS = {
  public: 'Needs no credential.',
  key: 'Needs any valid key or access token.',
  viewer: 'Needs a key or access token with the role `viewer` or `admin`.',
  admin: 'Needs a key or access token with the role `admin`.',
} as const;

const header = (name: string) => [name, { $ref: `#/components/headers/${name}` }] as const;
const ALWAYS = [header('X-Request-Id')];
const LIMITED = [header('RateLimit-Policy'), header('RateLimit')];

/** Headers that come with a status beyond those of every answer. */
const STATUS_HEADERS: Readonly<Record<number, readonly (readonly [string, object])[]>> = {
  401: [header('WWW-Authenticate')],
  405: [header('Allow')],
  429: [header('Retry-After'), ...LIMITED],
  503: [header('Retry-After')],
};

/** The Operation Object of an endpoint (OpenAPI 3.1 section 4.8.10). */
export function operationOf(endpoint: Endpoint): object {
  const [group = ''] = endpoint.name.split('.');
  return {
    operationId: endpoint.name,
    tags: [group],
    summary: endpoint.summary,
    description: ACCESS_WORDS[endpoint.access],
    security: endpoint.access === 'public' ? [] : CREDENTIAL,
    ...parametersOf(endpoint),
    ...(endpoint.body && { requestBody: requestBodyOf(endpoint.body) }),
    responses: { [endpoint.status]: answerOf(endpoint), ...refusalsOf(endpoint) },
  };
}

function parametersOf(endpoint: Endpoint): { readonly parameters?: readonly object[] } {
  const path = membersOf(endpoint.params).map(([name, schema]) => ({ name, in: 'path', required: true, schema }));
  const query = membersOf(endpoint.query).map(([name, schema]) => ({
    name,
    in: 'query',
    description: QUERY_DESCRIPTIONS[`${endpoint.name}.${name}`] ?? QUERY_DESCRIPTIONS[name],
    schema,
  }));
  const parameters = [...path, ...query];
  return parameters.length > 0 ? { parameters } : {};
}

function membersOf(schema: Endpoint['params']): (readonly [string, unknown])[] {
  if (!schema) return [];
  return Object.entries(jsonSchemaOf(schema)['properties'] as Record<string, unknown>);
}

function requestBodyOf(schema: NonNullable<Endpoint['body']>): object {
  // An empty body counts as an empty object.
  const required = !schema.safeParse({}).success;
  return { required, content: { 'application/json': { schema: schemaRef(schema) } } };
}

function answerOf(endpoint: Endpoint): object {
  const headers = [...ALWAYS, ...(endpoint.access === 'public' ? [] : LIMITED)];
  return {
    description: endpoint.status === 201 ? 'It was made.' : 'The answer.',
    headers: Object.fromEntries(headers),
    content: { 'application/json': { schema: schemaRef(endpoint.answer) } },
  };
}

function refusalsOf(endpoint: Endpoint): Record<string, object> {
  const codes = errorsOf(endpoint);
  const statuses = [...new Set(codes.map((code) => ERRORS[code].status))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: describe(codes.filter((code) => ERRORS[code].status === status)),
        headers: Object.fromEntries([...ALWAYS, ...(STATUS_HEADERS[status] ?? [])]),
        content: {
          [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } },
          ...(endpoint.name === endpoints.system.ready.name &&
            status === 503 && { 'application/json': { schema: schemaRef(endpoint.answer) } }),
        },
      },
    ]),
  );
}

function describe(codes: readonly ErrorCode[]): string {
  return codes.map((code) => `- \`${code}\`: ${ERRORS[code].title}`).join('\n');
}
