import type { MiddlewareHandler } from 'hono';
import { callerLimits, limitBucketOf } from '../../domain/caller.ts';
import { Refused } from '../../domain/refusal.ts';
import type { Limiter } from '../../ports/limiter.ts';
import type { UsageRecorder } from '../../services/usage.ts';
import type { GatewayEnv } from '../gateway-env.ts';

export interface CallerLimitParts {
  readonly limiter: Limiter;
  readonly usage: UsageRecorder;
}

/** Holds a caller to its limits and tells where it stands (draft-ietf-httpapi-ratelimit-headers-10). */
export function limitCaller({ limiter, usage }: CallerLimitParts): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const [caller, address, now] = [c.get('caller'), c.get('address'), c.get('now')];
    if (caller === undefined) throw new TypeError('limitCaller stands behind authenticate.');
    // A sign-in counts no uses: that would be a write for what its refreshes tell already.
    const keyId = caller.kind === 'key' ? caller.record.id : null;
    const policy = caller.kind === 'key' ? 'key' : 'principal';
    const limits = callerLimits(caller);
    const verdict = await limiter.take(limitBucketOf(caller), limits, now);
    c.header('ratelimit-policy', `"${policy}";q=${limits.requests};w=${limits.windowSeconds}`);
    c.header('ratelimit', `"${policy}";r=${verdict.remaining};t=${verdict.resetSeconds}`);
    if (!verdict.allowed) {
      usage.refused({ reason: 'throttled', keyId, address, now });
      throw new Refused({ reason: 'throttled', retryAfterSeconds: verdict.retryAfterSeconds });
    }
    if (keyId !== null) usage.accepted(keyId, address, now);
    await next();
  };
}
