// An entry of its own: clients never need it, and it is heavier than the wire itself.
import { endpointList } from './endpoints.ts';
import { componentSchemas, type JsonSchema } from './openapi/components.ts';
import { EXAMPLES } from './openapi/examples.ts';
import { oauthOperationOf } from './openapi/oauth-operation.ts';
import { operationOf } from './openapi/operation.ts';
import { securitySchemes } from './openapi/security.ts';
import { oauthEndpointList } from './oauth-endpoints.ts';

export interface OpenApiOptions {
  /** Version of the gateway, as its health tells it. */
  readonly version: string;
  /** The gateway's public URL, without a trailing slash. Default: wherever the document is served. */
  readonly url?: string;
}

/** An OpenAPI 3.1 document, as far as callers look into it. */
export interface OpenApiDocument {
  readonly openapi: '3.1.1';
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers?: readonly { readonly url: string }[];
  readonly tags: readonly object[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly components: Readonly<Record<'schemas' | 'headers' | 'securitySchemes', Readonly<Record<string, object>>>>;
}

const TAGS = [
  {
    name: 'system',
    description: 'Whether the gateway lives, and the keys that receipts and access tokens are verified with.',
  },
  { name: 'auth', description: 'What a presented API key or access token is worth.' },
  { name: 'oauth', description: 'The authorization server: tokens for people who sign in, and for workloads.' },
  { name: 'keys', description: 'Administration of API keys.' },
  { name: 'sessions', description: 'Administration of sign-ins.' },
];

const text = (description: string) => ({ description, schema: { type: 'string' } });

const HEADERS = {
  Allow: text('The methods that the address answers.'),
  RateLimit: text(
    'What is left of the limit: `"key";r=<requests left>;t=<seconds until it is full again>`; `"address"` where the caller\'s address is limited.',
  ),
  'RateLimit-Policy': text('The limit: `"key";q=<requests>;w=<seconds>`, or `"address"`.'),
  'Retry-After': { description: 'Seconds until another try makes sense.', schema: { type: 'integer', minimum: 1 } },
  'WWW-Authenticate': text(
    'The schemes that are wanted: `Bearer realm="…"` (RFC 6750 section 3), with the address of the metadata of this resource (RFC 9728 section 5.1).',
  ),
  'X-Request-Id': text('The id of the request: the caller\u2019s own when it was well-formed.'),
};

/** The whole wire as an OpenAPI 3.1 document, generated from the endpoint table. Plain data, made anew by each call. */
export function openApiDocument({ version, url }: OpenApiOptions): OpenApiDocument {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Wicketgate',
      version,
      summary: 'Issues and verifies API keys, and signs people in.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    ...(url !== undefined && { servers: [{ url }] }),
    tags: TAGS,
    paths: pathsOf(),
    components: { schemas: schemasWithExamples(), headers: HEADERS, securitySchemes: securitySchemes(url ?? '') },
  };
}

function pathsOf(): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpointList) {
    const item = (paths[endpoint.path] ??= {});
    item[endpoint.method.toLowerCase()] = operationOf(endpoint);
  }
  for (const endpoint of oauthEndpointList) {
    paths[endpoint.path] = { [endpoint.method.toLowerCase()]: oauthOperationOf(endpoint) };
  }
  return paths;
}

function schemasWithExamples(): Record<string, JsonSchema> {
  const examples = EXAMPLES as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(componentSchemas()).map(([name, schema]) => [
      name,
      name in examples ? { ...schema, examples: [examples[name]] } : schema,
    ]),
  );
}
