import type { Client } from '@modelcontextprotocol/client';
import { createFakeClock, createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { watchChanges } from '../../../src/adapters/sdk/change-watch.ts';

/** A server that takes each subscription, and ends it after a while. */
function world(heldMs: number) {
  const clock = createFakeClock();
  const ending = new AbortController();
  const counts = { subscriptions: 0, changes: 0 };
  const listen = () => {
    counts.subscriptions++;
    const closed = clock.sleep(heldMs).then(() => 'remote' as const);
    return Promise.resolve({ honoredFilter: { toolsListChanged: true }, closed, close: () => Promise.resolve() });
  };
  const watching = watchChanges({
    client: { listen } as unknown as Client,
    ...{ clock, random: createSeededRandom(), logger: undefined, signal: ending.signal },
    filter: { toolsListChanged: true },
    onMissed: () => (counts.changes += 1),
  });
  return { clock, ending, counts, watching };
}

describe('watchChanges', () => {
  it('is not kept busy by a server that ends each subscription at once', async () => {
    const { clock, counts, ending, watching } = world(1);
    await clock.advance(600_000);
    expect(counts.subscriptions).toBeGreaterThan(10);
    expect(counts.subscriptions).toBeLessThan(25);
    expect(counts.changes).toBe(counts.subscriptions - 1);
    ending.abort();
    await watching;
  });

  it('subscribes again soon after a subscription that held', async () => {
    const { clock, counts, ending } = world(120_000);
    await clock.advance(10 * 121_500);
    expect(counts.subscriptions).toBeGreaterThanOrEqual(10);
    ending.abort();
    await clock.advance(200_000);
    expect(clock.sleepers).toBe(0);
  });
});
