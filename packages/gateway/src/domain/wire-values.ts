import type { WireLimits } from '@wicketgate/contract';
import type { Limits } from './key-record.ts';

/** Limits in the spelling of the wire. */
export function toWireLimits({ requests, windowSeconds, burst }: Limits): WireLimits {
  return { requests, window_seconds: windowSeconds, burst };
}

/** Milliseconds since 1970 as RFC 3339 in UTC. */
export function toInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

export function toOptionalInstant(milliseconds: number | null): string | null {
  return milliseconds === null ? null : toInstant(milliseconds);
}
