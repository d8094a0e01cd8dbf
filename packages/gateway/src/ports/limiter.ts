import type { Limits } from '../domain/key-record.ts';

export interface LimitVerdict {
  readonly allowed: boolean;
  /** Requests that may still follow at once. */
  readonly remaining: number;
  /** Seconds until the bucket is full again, rounded up. */
  readonly resetSeconds: number;
  /** Seconds until the next request is allowed, rounded up; 0 when allowed. */
  readonly retryAfterSeconds: number;
}

/** Counts calls by name: memory now, shared stores behind the same port. Refused calls are not counted. */
export interface Limiter {
  /** What `take` would answer, without counting: for budgets that only refusals spend. */
  peek(bucket: string, limits: Limits, now: number): Promise<LimitVerdict>;
  take(bucket: string, limits: Limits, now: number): Promise<LimitVerdict>;
}
