import type { Access } from '@wicketgate/contract';
import type { MiddlewareHandler } from 'hono';
import type { GatewayEnv } from './gateway-env.ts';
import { authenticate, type AuthenticationParts } from './middleware/authentication.ts';
import { limitCaller } from './middleware/caller-limit.ts';
import { refuseForeignOrigin } from './middleware/cors.ts';
import { requireRole } from './middleware/role.ts';

export interface GuardParts extends AuthenticationParts {
  readonly allowedOrigins: readonly string[];
}

/** What stands before an endpoint, by who may call it: address, then credential, then the caller's limits, then its role. */
export function createGuards(parts: GuardParts): (access: Access) => readonly MiddlewareHandler<GatewayEnv>[] {
  const known = [authenticate(parts), limitCaller(parts)];
  const guards = {
    public: [],
    key: known,
    viewer: [...known, requireRole('viewer')],
    admin: [refuseForeignOrigin(parts.allowedOrigins), ...known, requireRole('admin')],
  } as const satisfies Record<Access, readonly MiddlewareHandler<GatewayEnv>[]>;
  return (access) => guards[access];
}
