import type { ChildProcess } from 'node:child_process';
import type { Clock } from '@wicketgate/core';
import { startGroupWitness } from './group-witness.ts';

/** Hands the signals of the process to a listener until the function that comes back is called. */
export type TakeSignals = (listener: (signal: NodeJS.Signals) => void) => () => void;

export interface RelayOptions {
  readonly takeSignals: TakeSignals | undefined;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
}

export interface SignalRelay {
  /** Aborted by a signal that asks programs to end. */
  readonly asked: AbortSignal;
  stop(): void;
}

/** What asks a program to end. SIGHUP is for many the order to read their settings anew. */
const ASKING: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGQUIT'];

/**
 * Passes each signal on to a program as it came, and does nothing more: how long the program takes to end is between it and
 * whoever sent the signal. What was sent to the process group has reached the program, which counts a second one as "at once".
 * A group of its own would spare us the question, but then neither SIGKILL nor SIGSTOP for the group would reach it, and it
 * would have no terminal.
 */
export function relaySignals(child: ChildProcess, { takeSignals, platform, clock }: RelayOptions): SignalRelay {
  const asked = new AbortController();
  if (takeSignals === undefined || child.pid === undefined) return { asked: asked.signal, stop: () => undefined };
  // After the program: a signal that comes between both is passed on once too often, and none is lost.
  const witness = platform === 'win32' ? undefined : startGroupWitness(clock);
  let last = Promise.resolve();
  const pass = async (signal: NodeJS.Signals) => {
    const hasHeard = await witness?.hasHeard(signal);
    // Windows has no signals that one process could send to another: this ends the program.
    if (hasHeard !== true) child.kill(witness ? signal : 'SIGTERM');
  };
  const release = takeSignals((signal) => {
    if (ASKING.includes(signal)) asked.abort();
    last = last.then(() => pass(signal));
  });
  return {
    asked: asked.signal,
    stop: () => {
      release();
      witness?.stop();
    },
  };
}
