import type { Tier } from '@wicketgate/contract';
import type { KeyRecord, Limits } from './key-record.ts';

/** What a tier may call when a key sets no limits of its own: requests per minute, as many at once. */
export const TIER_LIMITS: Readonly<Record<Tier, Limits>> = {
  free: { requests: 60, windowSeconds: 60, burst: 60 },
  pro: { requests: 300, windowSeconds: 60, burst: 300 },
  enterprise: { requests: 1_000, windowSeconds: 60, burst: 1_000 },
};

/** The limits in force: the key's own, or those of its tier. */
export function limitsOf(record: Pick<KeyRecord, 'limits' | 'tier'>): Limits {
  return record.limits ?? TIER_LIMITS[record.tier];
}
