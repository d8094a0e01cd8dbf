import { REQUEST_LIMITS } from '@wicketgate/contract';
import type { MiddlewareHandler } from 'hono';
import { Refused } from '../../domain/refusal.ts';
import type { GatewayEnv } from '../gateway-env.ts';

/** Refuses addresses over the limit. They are ASCII once they are a URL, so characters are bytes. */
export function limitAddressLength(): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    if (c.req.url.length > REQUEST_LIMITS.uriBytes && lengthOf(c.req.url) > REQUEST_LIMITS.uriBytes) {
      throw new Refused({ reason: 'uri_too_long', limitBytes: REQUEST_LIMITS.uriBytes });
    }
    await next();
  };
}

function lengthOf(url: string): number {
  const { pathname, search } = new URL(url);
  return pathname.length + search.length;
}
