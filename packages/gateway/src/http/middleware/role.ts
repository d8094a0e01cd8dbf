import { type Role, ROLES } from '@wicketgate/contract';
import type { MiddlewareHandler } from 'hono';
import { callerRole } from '../../domain/caller.ts';
import { Refused } from '../../domain/refusal.ts';
import type { GatewayEnv } from '../gateway-env.ts';

/** Lets a caller pass whose role is at least the one that is needed: user < viewer < admin. */
export function requireRole(needs: Exclude<Role, 'user'>): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const caller = c.get('caller');
    const role = caller === undefined ? 'user' : callerRole(caller);
    if (ROLES.indexOf(role) < ROLES.indexOf(needs)) throw new Refused({ reason: 'role_too_low', needs });
    await next();
  };
}
