import type { Limits } from './limits.ts';

export interface RateVerdict {
  readonly allowed: boolean;
  readonly retryAfterSeconds: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** GCRA: per key the time at which its bucket would be full again. Refused calls are not counted. */
export function createRateLimit(): (bucket: string, limits: Limits, now: number) => RateVerdict {
  const fullAt = new Map<string, number>();
  return (bucket, limits, now) => {
    const spacing = (limits.windowSeconds * 1000) / limits.requests;
    const before = Math.max(fullAt.get(bucket) ?? now, now);
    const allowed = before + spacing - now <= spacing * limits.burst + 1e-6;
    const after = allowed ? before + spacing : before;
    if (allowed) fullAt.set(bucket, after);
    const remaining = Math.max(0, Math.floor((spacing * limits.burst - (after - now)) / spacing + 1e-6));
    return {
      allowed,
      retryAfterSeconds: allowed ? 0 : Math.max(1, Math.ceil((before + spacing - spacing * limits.burst - now) / 1000)),
      headers: {
        'RateLimit-Policy': `"key";q=${limits.requests};w=${limits.windowSeconds}`,
        RateLimit: `"key";r=${remaining};t=${Math.ceil((after - now) / 1000)}`,
      },
    };
  };
}
