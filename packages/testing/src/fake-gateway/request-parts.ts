import type { Endpoint, FieldError } from '@wicketgate/contract';
import { readJson } from './body-reader.ts';
import { Refusal } from './refusal.ts';

/** Path parameters, query and body, parsed with the endpoint's schemas, in the wire's spelling. */
export interface RequestParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** Parses all that an endpoint takes, and refuses all that it does not. */
export async function readParts(
  endpoint: Endpoint,
  request: Request,
  params: Readonly<Record<string, string>>,
): Promise<RequestParts> {
  return {
    params: readParams(endpoint, params),
    query: readQuery(endpoint, new URL(request.url).searchParams),
    body: await readBody(endpoint, request),
  };
}

function readParams(endpoint: Endpoint, params: Readonly<Record<string, string>>): unknown {
  const parsed = endpoint.params?.safeParse(params);
  // What cannot be an id names nothing.
  if (parsed?.success === false) throw new Refusal('not_found');
  return parsed?.data;
}

function readQuery(endpoint: Endpoint, query: URLSearchParams): unknown {
  const names = [...query.keys()];
  if (!endpoint.query) {
    if (names.length > 0) throw new Refusal('unknown_field', { errors: names.map(unknownMember) });
    return undefined;
  }
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  if (twice.length > 0) {
    throw new Refusal('invalid_field', { errors: twice.map((field) => ({ field, message: 'must be given once' })) });
  }
  return check(endpoint.query, Object.fromEntries(query));
}

async function readBody(endpoint: Endpoint, request: Request): Promise<unknown> {
  if (endpoint.body) return check(endpoint.body, await readJson(request));
  if (Number(request.headers.get('content-length') ?? 0) > 0) {
    throw new Refusal('malformed_request', { detail: `${request.method} takes no body.` });
  }
  return undefined;
}

function check(schema: NonNullable<Endpoint['body']>, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const unknown: FieldError[] = [];
  const invalid: FieldError[] = [];
  for (const issue of parsed.error.issues) {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') invalid.push({ field: path.join('.'), message: issue.message });
    else unknown.push(...issue.keys.map((key) => unknownMember([...path, key].join('.'))));
  }
  throw unknown.length > 0
    ? new Refusal('unknown_field', { errors: unknown })
    : new Refusal('invalid_field', { errors: invalid });
}

function unknownMember(field: string): FieldError {
  return { field, message: 'is not known' };
}
