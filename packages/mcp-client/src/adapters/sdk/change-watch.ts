import { type Client, ProtocolError, SdkHttpError } from '@modelcontextprotocol/client';
import type { RandomBytes } from '@wicketgate/contract';
import type { Clock, Logger } from '@wicketgate/core';
import { repeatDelay } from '../../rules/session/repeat-delay.ts';

export interface ChangeWatch {
  readonly client: Client;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger | undefined;
  /** Ends with the connection. */
  readonly signal: AbortSignal;
  /** What the subscription missed may be a change too. */
  readonly onToolsChanged: () => void;
}

/** The longest rest between two subscriptions. */
const LONGEST_REST_MS = 60_000;

/**
 * Keeps a subscription to changes open on a connection of 2026-07-28 (`subscriptions/listen`): one that ends is opened anew
 * after a while, for as long as the connection stands. Gives up on a server that takes none.
 */
export async function watchChanges(watch: ChangeWatch): Promise<void> {
  const { client, clock, signal, logger, onToolsChanged } = watch;
  let failures = 0;
  let hasMissed = false;
  while (!signal.aborted) {
    try {
      const subscription = await client.listen({ toolsListChanged: true }, { signal });
      if (hasMissed) onToolsChanged();
      failures = 0;
      const ending = await subscription.closed;
      if (ending === 'local' || subscription.honoredFilter.toolsListChanged !== true) return;
    } catch (error) {
      if (isRefusal(error)) return;
    }
    hasMissed = true;
    failures++;
    logger?.debug({ failures }, 'the subscription to changes of tools ended');
    await (clock.rest ?? clock.sleep)(restMs(failures, watch.random), signal).catch(() => undefined);
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof ProtocolError || (error instanceof SdkHttpError && error.status < 500);
}

function restMs(failures: number, random: RandomBytes): number {
  const state = { failures: Math.min(failures, 5), retries: 5, retryAfterMs: undefined, remainingMs: LONGEST_REST_MS };
  const shortest = 1_000;
  return shortest + (repeatDelay({ ...state, random }) ?? 0) * Math.min(failures, 6);
}
