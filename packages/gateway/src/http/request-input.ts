import { type Endpoint, type FromWire, fromWire } from '@wicketgate/contract';
import type { HonoRequest } from 'hono';
import type * as z from 'zod/mini';
import { Refused } from '../domain/refusal.ts';
import { fieldError, parseFields } from './field-errors.ts';
import { readJsonBody, refuseBody } from './json-body.ts';

type Parsed<Schema> = Schema extends z.ZodMiniType ? FromWire<z.output<Schema>> : undefined;

/** The parts of a request as its endpoint's schemas let them through, in camelCase. */
export interface InputOf<E extends Endpoint> {
  readonly params: Parsed<E['params']>;
  readonly query: Parsed<E['query']>;
  readonly body: Parsed<E['body']>;
}

/** Parses what the endpoint knows and refuses what it does not. */
export async function readInput<E extends Endpoint>(endpoint: E, request: HonoRequest): Promise<InputOf<E>> {
  const params = endpoint.params && parseParams(endpoint.params, request.param());
  const query = parseQuery(endpoint.query, searchOf(request.url));
  if (endpoint.body === undefined) refuseBody(request.raw.headers);
  const body = endpoint.body && parseFields(endpoint.body, await readJsonBody(request.raw));
  return { params: fromWire(params), query: fromWire(query), body: fromWire(body) } as InputOf<E>;
}

/** The query with its question mark; nothing where a fragment comes before one. */
function searchOf(url: string): string {
  const [address = ''] = url.split('#', 1);
  const at = address.indexOf('?');
  return at === -1 ? '' : address.slice(at);
}

/** An address with a parameter that cannot be one names nothing. */
function parseParams(schema: z.ZodMiniType, params: Record<string, string>): unknown {
  const result = schema.safeParse(params);
  if (!result.success) throw new Refused({ reason: 'no_such_path' });
  return result.data;
}

function parseQuery(schema: z.ZodMiniType | undefined, search: string): unknown {
  const members = readQuery(search);
  if (schema !== undefined) return parseFields(schema, members);
  const errors = Object.keys(members).map((name) => fieldError([name], 'is not known here'));
  if (errors.length > 0) throw new Refused({ reason: 'unknown_fields', errors });
  return undefined;
}

function readQuery(search: string): Record<string, string> {
  if (search === '') return {};
  assertPercentEncoding(search);
  const members = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(search)) {
    if (members.has(name)) {
      throw new Refused({ reason: 'invalid_fields', errors: [fieldError([name], 'must be given only once')] });
    }
    members.set(name, value);
  }
  if (members.has('__proto__')) {
    throw new Refused({ reason: 'unknown_fields', errors: [fieldError(['__proto__'], 'is not known here')] });
  }
  return Object.fromEntries(members);
}

/** URLSearchParams would let broken sequences through as other characters. */
function assertPercentEncoding(search: string): void {
  try {
    decodeURIComponent(search);
  } catch (cause) {
    const detail = 'The query of the address is not percent-encoded UTF-8.';
    throw new Refused({ reason: 'malformed_request', detail }, { cause });
  }
}
