import type { MiddlewareHandler } from 'hono';
import { callerLimits, limitBucketOf } from '../../domain/caller.ts';
import { Refused } from '../../domain/refusal.ts';
import { usageNameOf } from '../../domain/usage-name.ts';
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
    // Where a sign-in calls from stands with the sign-in, and goes with it: counts stay.
    usage.accepted(usageNameOf(caller), keyId === null ? null : address, now);
    await next();
  };
}
