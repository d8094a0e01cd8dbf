import type * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import type { ErrorCode } from './errors.ts';

/** What an endpoint that takes a body may answer. */
export const BODY_ERRORS = [
  'malformed_body',
  'unsupported_media_type',
  'body_too_large',
  'invalid_field',
] as const satisfies readonly ErrorCode[];

type Optional = 'params' | 'query' | 'body' | 'status' | 'errors';
type Definition = Omit<Endpoint, Optional> & Partial<Pick<Endpoint, Optional>>;
type Part<D, Name extends string> = D extends Record<Name, infer Schema extends z.ZodMiniType> ? Schema : undefined;

/** An entry of the endpoint table; what is left out: status 200, no parts, no errors of its own. */
export function define<const D extends Definition>(
  definition: D,
): Endpoint<Part<D, 'params'>, Part<D, 'query'>, Part<D, 'body'>, D['answer']> {
  const parts = { params: undefined, query: undefined, body: undefined };
  return { ...parts, status: 200, errors: [], ...definition } as never;
}
