import type { Caller } from '../domain/caller.ts';
import type { UsageReader, UsageTotal } from '../ports/storage.ts';
import { withStorage } from './storage-refusals.ts';

/** Tells a caller how often it has called, as far as that is written. */
export interface UsageReading {
  /** Of a key its own calls; of a sign-in those of all sign-ins and keys of its person. */
  of(caller: Caller): Promise<UsageTotal>;
}

export function createUsageReading(store: UsageReader): UsageReading {
  return {
    of: (caller) =>
      withStorage(() =>
        caller.kind === 'key'
          ? store.usageOfKey(caller.record.id)
          : store.usageOfPrincipal(caller.session.principal.id),
      ),
  };
}
