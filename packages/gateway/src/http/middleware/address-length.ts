import { REQUEST_LIMITS } from '@wicketgate/contract';
import type { MiddlewareHandler } from 'hono';
import { Refused } from '../../domain/refusal.ts';
import type { GatewayEnv } from '../gateway-env.ts';

/** Refuses addresses over the limit. They are ASCII once they are a URL, so characters are bytes. */
export function limitAddressLength(): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    if (pathname.length + search.length > REQUEST_LIMITS.uriBytes) {
      throw new Refused({ reason: 'uri_too_long', limitBytes: REQUEST_LIMITS.uriBytes });
    }
    await next();
  };
}
