import type { Access, Endpoint } from '@wicketgate/contract';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import type * as z from 'zod/mini';
import type { Caller } from '../domain/caller.ts';
import { Refused } from '../domain/refusal.ts';
import type { GatewayEnv } from './gateway-env.ts';
import { answerOptions, type CorsRules } from './middleware/cors.ts';
import { type InputOf, readInput } from './request-input.ts';

/** What a handler decides by. */
export interface Call<E extends Endpoint = Endpoint> extends InputOf<E> {
  /** Who calls; throws where the endpoint is public. */
  readonly caller: Caller;
  readonly requestId: string;
  readonly address: string;
  readonly now: number;
  /** Answers with another status than the endpoint's, for instance 503 of `/ready`. */
  answerWith(status: 503): void;
}

/** Answers in the spelling of the wire, as the endpoint's schema has it. */
export type Handler<E extends Endpoint> = (call: Call<E>) => Promise<z.input<E['answer']>>;

export interface Mounting {
  /** Serves an endpoint: guards by its access, parses by its schemas, answers in JSON. */
  readonly mount: <E extends Endpoint>(endpoint: E, handler: Handler<E>) => void;
  /** Serves a page or file that is no part of the API. */
  readonly page: (path: string, handler: (c: Context<GatewayEnv>) => Promise<Response>) => void;
  /** Takes what a page's form or an OAuth client sends. */
  readonly form: (path: string, ...handlers: readonly MiddlewareHandler<GatewayEnv>[]) => void;
  /** Hands what was mounted to the app. */
  readonly finish: () => void;
}

export interface MountingParts {
  readonly guards: (access: Access) => readonly MiddlewareHandler<GatewayEnv>[];
  readonly cors: CorsRules;
}

interface Served {
  readonly method: string;
  readonly handlers: readonly MiddlewareHandler<GatewayEnv>[];
}

/** The way from the endpoint table to the app: one place where requests are parsed and answers are written. */
export function createMounting(app: Hono<GatewayEnv>, { guards, cors }: MountingParts): Mounting {
  const paths = new Map<string, Served[]>();
  const serve = (path: string, served: Served) => paths.set(path, [...(paths.get(path) ?? []), served]);
  return {
    mount: (endpoint, handler) => {
      const handlers = [...guards(endpoint.access), answerBy(endpoint, handler)];
      serve(endpoint.path, { method: endpoint.method, handlers });
    },
    page: (path, handler) => {
      serve(path, { method: 'GET', handlers: [handler] });
    },
    form: (path, ...handlers) => {
      serve(path, { method: 'POST', handlers });
    },
    finish: () => {
      // What is written out comes before what a parameter stands for: `/keys/import` is no key's id.
      const byFixed = [...paths].sort(([left], [right]) => Number(left.includes('{')) - Number(right.includes('{')));
      for (const [path, served] of byFixed) register(app, { path, served, cors });
    },
  };
}

/** The methods of one path; every other method is refused, and `OPTIONS` answered. */
function register(
  app: Hono<GatewayEnv>,
  { path, served, cors }: { path: string; served: readonly Served[]; cors: CorsRules },
): void {
  const pattern = path.replace(/\{(\w+)\}/g, ':$1');
  for (const { method, handlers } of served) app.on(method, [pattern], nameRoute(path), ...handlers);
  const allowed = [...served.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'];
  app.all(pattern, nameRoute(path), (c) => {
    if (c.req.method === 'OPTIONS') return answerOptions(c, allowed, cors);
    throw new Refused({ reason: 'wrong_method', allowed });
  });
}

function answerBy<E extends Endpoint>(endpoint: E, handler: Handler<E>): MiddlewareHandler<GatewayEnv> {
  return async (c) => {
    const input = await readInput(endpoint, c.req);
    let status: 200 | 201 | 503 = endpoint.status;
    const caller = c.get('caller');
    const answer: unknown = await handler({
      ...input,
      get caller() {
        if (caller === undefined) throw new TypeError(`${endpoint.name} is public: nobody is known to call.`);
        return caller;
      },
      requestId: c.get('requestId'),
      address: c.get('address'),
      now: c.get('now'),
      answerWith: (other) => {
        status = other;
      },
    });
    return c.body(JSON.stringify(answer), status, { 'content-type': 'application/json' });
  };
}

function nameRoute(path: string): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    c.set('route', path);
    await next();
  };
}
