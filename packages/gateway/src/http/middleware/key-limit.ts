import type { MiddlewareHandler } from 'hono';
import { Refused } from '../../domain/refusal.ts';
import { limitsOf } from '../../domain/tier-limits.ts';
import type { Limiter } from '../../ports/limiter.ts';
import type { UsageRecorder } from '../../services/usage.ts';
import type { GatewayEnv } from '../gateway-env.ts';

export interface KeyLimitParts {
  readonly limiter: Limiter;
  readonly usage: UsageRecorder;
}

/** Holds a key to its limits and tells where it stands (draft-ietf-httpapi-ratelimit-headers-10). */
export function limitKey({ limiter, usage }: KeyLimitParts): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const [caller, address, now] = [c.get('caller'), c.get('address'), c.get('now')];
    if (caller === undefined) throw new TypeError('limitKey stands behind authenticate.');
    const { id } = caller.record;
    const limits = limitsOf(caller.record);
    const verdict = await limiter.take(`key:${id}`, limits, now);
    c.header('ratelimit-policy', `"key";q=${limits.requests};w=${limits.windowSeconds}`);
    c.header('ratelimit', `"key";r=${verdict.remaining};t=${verdict.resetSeconds}`);
    if (!verdict.allowed) {
      usage.refused({ reason: 'throttled', keyId: id, address, now });
      throw new Refused({ reason: 'throttled', retryAfterSeconds: verdict.retryAfterSeconds });
    }
    usage.accepted(id, address, now);
    await next();
  };
}
