import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { stopSignal } from '../../src/node/stop-signal.ts';

function waiting() {
  const clock = createFakeClock();
  const state = { stopped: false, impatient: 0, signal: (): void => undefined };
  const onSignal = (listener: () => void) => (state.signal = listener);
  void stopSignal({ clock, onSignal, onImpatience: () => state.impatient++ }).then(() => (state.stopped = true));
  return { clock, state };
}

describe('a signal to stop', () => {
  it('is waited for', async () => {
    const { clock, state } = waiting();
    await clock.advance(1_000);
    expect(state.stopped).toBe(false);
    state.signal();
    await clock.advance(0);
    expect(state.stopped).toBe(true);
  });

  it('that comes twice at once, from a terminal and a launcher, is one', async () => {
    const { clock, state } = waiting();
    state.signal();
    await clock.advance(999);
    state.signal();
    expect(state.impatient).toBe(0);
  });

  it('that comes again later is impatience', async () => {
    const { clock, state } = waiting();
    state.signal();
    await clock.advance(1_000);
    state.signal();
    expect(state.impatient).toBe(1);
  });
});
