import { setTimeout } from 'node:timers/promises';

const EVERY_MS = 100;

/** Reads the store of a sign-in while others write it, as a process does that has just started. */
export interface StoreWatch {
  /** How often the sign-in was refreshed when it was last read. */
  readonly refreshes: number;
  /** Whenever it was seen that it was refreshed, in milliseconds since 1970. */
  readonly seenAt: readonly number[];
  readonly reads: number;
  /** Why a read had no whole record, and how often. */
  readonly torn: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** `refreshes` counts them in the store, and throws when it has no whole record. */
export function watchStore(refreshes: () => Promise<number>): StoreWatch {
  const seen = { refreshes: 0, reads: 0, seenAt: [] as number[], torn: new Map<string, number>() };
  const ending = new AbortController();
  const look = async () => {
    seen.reads++;
    try {
      const now = await refreshes();
      if (now > seen.refreshes) seen.seenAt.push(Date.now());
      seen.refreshes = now;
    } catch (error) {
      const why = String(error);
      seen.torn.set(why, (seen.torn.get(why) ?? 0) + 1);
    }
  };
  const watching = (async () => {
    while (!ending.signal.aborted) {
      await look();
      await setTimeout(EVERY_MS);
    }
  })();
  const stop = async () => {
    ending.abort();
    await watching;
  };
  return Object.assign(seen, { stop });
}
