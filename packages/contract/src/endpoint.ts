import type * as z from 'zod/mini';
import type { ErrorCode } from './errors.ts';
import type { FromWire } from './wire-case.ts';

/** Who may call: anyone, any valid key or access token, or one whose role may look or change. */
export type Access = 'public' | 'key' | 'viewer' | 'admin';

/** One operation of the service: everything that both sides must agree on. */
export interface Endpoint<
  Params extends z.ZodMiniType | undefined = z.ZodMiniType | undefined,
  Query extends z.ZodMiniType | undefined = z.ZodMiniType | undefined,
  Body extends z.ZodMiniType | undefined = z.ZodMiniType | undefined,
  Answer extends z.ZodMiniType = z.ZodMiniType,
> {
  /** Unique, dotted: `keys.create`. The `operationId` of the OpenAPI document. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** From the base URL, with parameters as `{id}`. */
  readonly path: `/${string}`;
  readonly access: Access;
  readonly summary: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly status: 200 | 201;
  readonly answer: Answer;
  /** Whether a client may send it again after a lost answer (RFC 9110 section 9.2.2, or by its nature). */
  readonly repeatable: boolean;
  /** What it refuses with beyond what any endpoint of its access does; `errorsOf` has them all. */
  readonly errors: readonly ErrorCode[];
}

type Input<Schema> = Schema extends z.ZodMiniType ? FromWire<z.input<Schema>> : undefined;
type Member<Name extends string, Schema> = Schema extends z.ZodMiniType
  ? Record<string, never> extends z.input<Schema>
    ? Readonly<Partial<Record<Name, Input<Schema>>>>
    : Readonly<Record<Name, Input<Schema>>>
  : Readonly<Partial<Record<Name, undefined>>>;

/** What a caller gives: `params`, `query` and `body` in camelCase, each only where the endpoint has it. */
export type RequestOf<E extends Endpoint> = Member<'params', E['params']> &
  Member<'query', E['query']> &
  Member<'body', E['body']>;

/** What a caller gets, in camelCase. */
export type AnswerOf<E extends Endpoint> = FromWire<z.output<E['answer']>>;
