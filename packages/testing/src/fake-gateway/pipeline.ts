import { type Endpoint, fromWire, REQUEST_LIMITS, toWire } from '@wicketgate/contract';
import { jsonAnswer } from './answers.ts';
import type { Call, Handler } from './call.ts';
import type { Caller } from './credentials.ts';
import type { Identity } from './identities.ts';
import type { KeyBook } from './key-book.ts';
import { createRateLimit } from './rate-limit.ts';
import { Refusal } from './refusal.ts';
import { readParts, type RequestParts } from './request-parts.ts';
import { allowOf, routeOf, routesAt } from './router.ts';
import type { SessionBook } from './sign-in/session-book.ts';

type Handlers = Readonly<Record<string, Handler>>;

export interface PipelineParts {
  readonly book: KeyBook;
  readonly sessions: SessionBook;
  /** Who shows a credential; refuses whoever shows none. */
  readonly callerOf: (request: Request) => Promise<Caller>;
  readonly now: () => number;
  /** The path of the gateway's URL, without a slash at its end. */
  readonly basePath: string;
}

/** Answers a request honestly, or throws a `Refusal`. */
type Pipeline = (request: Request, handlers: Handlers) => Promise<Response>;

/** Path, method, credentials, limit, role, parts, action: in this order, so that a stranger learns nothing. */
export function createPipeline({ book, sessions, callerOf, now, basePath }: PipelineParts): Pipeline {
  const limit = createRateLimit();

  const admit = async (endpoint: Endpoint, request: Request) => {
    if (endpoint.access === 'public') return { caller: undefined, headers: {} };
    const caller = await callerOf(request);
    const { allowed, retryAfterSeconds, headers } = limit(caller.bucket, caller.identity.limits, now());
    if (!allowed) throw new Refusal('too_many_requests', { retryAfterSeconds, headers });
    checkRole(endpoint, caller, headers);
    return { caller, headers };
  };

  const used = ({ key, principal }: Identity) => {
    if (key) book.used(key.id);
    else sessions.used(principal.id);
  };

  return async (request, handlers) => {
    const routes = routesAt(pathOf(request, basePath));
    if (request.method === 'OPTIONS' && routes.length > 0) {
      return new Response(null, { status: 204, headers: { Allow: allowOf(routes) } });
    }
    const { endpoint, params } = routeOf(routes, request.method);
    const { caller, headers } = await admit(endpoint, request);
    try {
      const parts = await readParts(endpoint, request, params);
      const result = await handlers[endpoint.name]?.({ ...inCamelCase(parts), caller, now: now() });
      if (caller) used(caller.identity);
      return jsonAnswer(endpoint.status, toWire(result), headers);
    } catch (error) {
      throw error instanceof Refusal ? error.with(headers) : error;
    }
  };
}

function pathOf(request: Request, basePath: string): string {
  const { pathname, search } = new URL(request.url);
  if (pathname.length + search.length > REQUEST_LIMITS.uriBytes) throw new Refusal('uri_too_long');
  if (!pathname.startsWith(`${basePath}/`)) throw new Refusal('not_found');
  return pathname.slice(basePath.length);
}

function inCamelCase(parts: RequestParts): Pick<Call, 'params' | 'query' | 'body'> {
  return fromWire(parts) as Pick<Call, 'params' | 'query' | 'body'>;
}

function checkRole(
  { access }: Endpoint,
  { identity: { role } }: Caller,
  headers: Readonly<Record<string, string>>,
): void {
  const enough = access === 'key' || role === 'admin' || (access === 'viewer' && role === 'viewer');
  if (!enough) throw new Refusal('forbidden', { detail: `This needs a key with the role ${access}.`, headers });
}
