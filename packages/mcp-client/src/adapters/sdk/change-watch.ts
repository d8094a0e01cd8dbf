import { type Client, ProtocolError, SdkHttpError, type SubscriptionFilter } from '@modelcontextprotocol/client';
import type { RandomBytes } from '@wicketgate/contract';
import type { Clock, Logger } from '@wicketgate/core';
import { fraction } from '../../rules/session/repeat-delay.ts';

export interface ChangeWatch {
  readonly client: Client;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger | undefined;
  /** Ends with the connection. */
  readonly signal: AbortSignal;
  /** Changes of what to hear of. */
  readonly filter: SubscriptionFilter;
  /** What the subscription missed may be a change too. */
  readonly onMissed: () => void;
}

/** The longest rest between two subscriptions. One that held for as long begins the rests anew. */
const LONGEST_REST_MS = 60_000;
const SHORTEST_REST_MS = 1_000;

/**
 * Keeps a subscription to changes open on a connection of 2026-07-28 (`subscriptions/listen`): one that ends is opened anew
 * after a while, for as long as the connection stands. Gives up on a server that takes none.
 */
export async function watchChanges(watch: ChangeWatch): Promise<void> {
  const { client, clock, signal, logger, filter, onMissed } = watch;
  let failures = 0;
  let hasMissed = false;
  while (!signal.aborted) {
    try {
      const subscription = await client.listen(filter, { signal });
      if (hasMissed) onMissed();
      const since = clock.now();
      const ending = await subscription.closed;
      if (clock.now() - since >= LONGEST_REST_MS) failures = 0;
      if (ending === 'local' || !Object.values(subscription.honoredFilter).includes(true)) return;
    } catch (error) {
      if (isRefusal(error)) return;
    }
    hasMissed = true;
    failures++;
    logger?.debug({ failures }, 'the subscription to changes ended');
    await (clock.rest ?? clock.sleep)(restMs(failures, watch.random), signal).catch(() => undefined);
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof ProtocolError || (error instanceof SdkHttpError && error.status < 500);
}

/** From one second on, doubling to a minute; up to half as much again, so that clients do not come back together. */
function restMs(failures: number, random: RandomBytes): number {
  const shortest = Math.min(SHORTEST_REST_MS * 2 ** (failures - 1), LONGEST_REST_MS / 1.5);
  return shortest * (1 + fraction(random) / 2);
}
