import { endpoints } from '@wicketgate/contract';
import { callerLimits } from '../../domain/caller.ts';
import { toOptionalInstant, toWireLimits } from '../../domain/wire-values.ts';
import type { UsageReading } from '../../services/usage-reading.ts';
import type { Mounting } from '../mount.ts';

export interface UsageParts {
  readonly counts: UsageReading;
}

/** How often whoever asks has called. */
export function mountUsage({ mount }: Mounting, { counts }: UsageParts): void {
  mount(endpoints.auth.usage, async ({ caller }) => {
    const { count, lastUsedAt } = await counts.of(caller);
    return {
      calls: { total: count, last_used_at: toOptionalInstant(lastUsedAt) },
      limits: toWireLimits(callerLimits(caller)),
    };
  });
}
