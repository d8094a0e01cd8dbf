import type { Context, MiddlewareHandler } from 'hono';
import { Refused } from '../../domain/refusal.ts';
import type { GatewayEnv } from '../gateway-env.ts';

/** What scripts of allowed pages may read beside the body. */
const EXPOSED = 'RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Request-Id';

/** Seconds for which a browser may keep a preflight's answer. */
const PREFLIGHT_SECONDS = '600';

export interface CorsRules {
  /** Exact origins (`https://admin.example.com`) whose pages may read answers. Empty: none. */
  readonly allowed: readonly string[];
  readonly acceptXApiKey: boolean;
}

/** Lets pages of listed origins read answers. Credentials are headers, never cookies, so none are allowed. */
export function cors({ allowed }: CorsRules): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    c.header('vary', 'Origin');
    const origin = c.req.header('origin');
    if (origin !== undefined && allowed.includes(origin)) {
      c.header('access-control-allow-origin', origin);
      c.header('access-control-expose-headers', EXPOSED);
    }
    await next();
  };
}

/** The answer of `OPTIONS`: what the address answers, and to a page of a listed origin what it may send. */
export function answerOptions(c: Context<GatewayEnv>, methods: readonly string[], rules: CorsRules): Response {
  c.header('allow', methods.join(', '));
  const origin = c.req.header('origin');
  if (origin !== undefined && rules.allowed.includes(origin)) {
    const headers = [
      'Authorization',
      'Content-Type',
      'DPoP',
      'X-Request-Id',
      ...(rules.acceptXApiKey ? ['X-API-Key'] : []),
    ];
    c.header('access-control-allow-methods', methods.join(', '));
    c.header('access-control-allow-headers', headers.join(', '));
    c.header('access-control-max-age', PREFLIGHT_SECONDS);
  }
  return c.body(null, 204);
}

/** Pages of other origins change nothing, even where a browser sends without asking first. */
export function refuseForeignOrigin(allowed: readonly string[]): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const origin = c.req.header('origin');
    if (origin !== undefined && !allowed.includes(origin)) throw new Refused({ reason: 'origin_not_allowed' });
    await next();
  };
}
