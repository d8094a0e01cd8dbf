import type { Clock, Logger } from '@wicketgate/core';
import type { MiddlewareHandler } from 'hono';
import type { Caller } from '../../domain/caller.ts';
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
      ...namesOf(c.get('caller')),
    };
    if (route !== undefined && PROBES.has(route)) logger.debug(fields, 'request');
    else logger.info(fields, 'request');
  };
}

/** `sessionId` is what cookies are called that open a session: the redactor would hide it. */
function namesOf(caller: Caller | undefined): Readonly<Record<string, string | null>> {
  return caller?.kind === 'session' ? { signInId: caller.session.id } : { keyId: caller?.record.id ?? null };
}

const PROBES: ReadonlySet<string> = new Set(['/health', '/api/v1/health', '/ready']);
