import type { Tier } from '@wicketgate/contract';

/** The wire's limits in TypeScript's spelling. */
export interface Limits {
  readonly requests: number;
  readonly windowSeconds: number;
  readonly burst: number;
}

/** What keys and sign-ins of a tier may call when they have no limits of their own. */
export const TIER_LIMITS: Readonly<Record<Tier, Limits>> = {
  free: { requests: 60, windowSeconds: 60, burst: 60 },
  pro: { requests: 300, windowSeconds: 60, burst: 300 },
  enterprise: { requests: 1000, windowSeconds: 60, burst: 1000 },
};
