import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { LONGEST_PAUSE_MS, Reconnections, SHORTEST_PAUSE_MS } from '../../../src/adapters/sdk/reconnections.ts';

function world() {
  const clock = createFakeClock();
  const reconnections = new Reconnections(clock);
  const made: string[] = [];
  const plan = (name: string, ms: number) => reconnections.plan(() => void made.push(name), ms);
  return { clock, reconnections, made, plan };
}

describe('Reconnections', () => {
  it.each([
    ['as long as was asked for', 500, 500],
    ['at least a while, whatever the server asks for', 0, SHORTEST_PAUSE_MS],
    ['at least a while, whatever the server asks for', -5, SHORTEST_PAUSE_MS],
    ['no longer than a minute', 9_000_000, LONGEST_PAUSE_MS],
  ])('pause %s: %i ms', async (_, asked, paused) => {
    const { clock, made, plan } = world();
    plan('a', asked);
    await clock.advance(paused - 1);
    expect(made).toEqual([]);
    await clock.advance(1);
    expect(made).toEqual(['a']);
  });

  it('are called off one by one, or all at once', async () => {
    const { clock, reconnections, made, plan } = world();
    const off = plan('a', 500);
    plan('b', 500);
    plan('c', 900);
    off();
    await clock.advance(500);
    reconnections.end();
    await clock.advance(9_000);
    expect([made, clock.sleepers]).toEqual([['b'], 0]);
  });
});
