import type { Clock } from '@wicketgate/core';
import type { GateMachine } from './gate-machine.ts';
import { withinTime } from './time-limit.ts';

/** Longer than any check takes. Milliseconds. */
export const LONGEST_WAIT_MS = 10_000;

export interface SettlingOptions {
  readonly machine: GateMachine;
  readonly clock: Clock;
  /** Resolves once the session of this window was looked for. */
  readonly ready: Promise<void>;
  readonly signal: AbortSignal;
}

/** Resolves once it is known whether the gate is open; after ten seconds, or when the signal is aborted, without that. */
export async function settle({ machine, clock, ready, signal }: SettlingOptions): Promise<void> {
  const done = new AbortController();
  try {
    await withinTime({ clock, ms: LONGEST_WAIT_MS, signal }, async () => {
      await ready;
      await whenKnown(machine, done.signal);
    });
  } catch {
    // Who asks finds the state as it is.
  } finally {
    done.abort();
  }
}

async function whenKnown(machine: GateMachine, signal: AbortSignal): Promise<void> {
  if (machine.state.status !== 'checking' || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const subscription = machine.onDidChange(({ after }) => {
      if (after.status !== 'checking') end();
    });
    const end = () => {
      subscription.dispose();
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
  });
}
