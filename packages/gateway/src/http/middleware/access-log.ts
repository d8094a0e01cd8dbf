import type { Clock, Logger } from '@wicketgate/core';
import type { MiddlewareHandler } from 'hono';
import type { GatewayEnv } from '../gateway-env.ts';

/**
 * One line per request. It names the route's pattern, never the address that was asked for: queries and paths may hold
 * what a caller should not have put there. Probes of health are written at `debug`.
 */
export function accessLog(logger: Logger, clock: Clock): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    await next();
    const route = c.get('route');
    const fields = {
      method: c.req.method,
      route: route ?? null,
      status: c.res.status,
      ms: clock.now() - c.get('now'),
      requestId: c.get('requestId'),
      keyId: c.get('caller')?.record.id ?? null,
    };
    if (route !== undefined && PROBES.has(route)) logger.debug(fields, 'request');
    else logger.info(fields, 'request');
  };
}

const PROBES: ReadonlySet<string> = new Set(['/health', '/api/v1/health', '/ready']);
