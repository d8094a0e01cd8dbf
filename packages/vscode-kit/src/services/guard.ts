import type { Identity } from '@wicketgate/core';

/** What a gate protects. It is given who the key speaks for, and then its own arguments. */
export type GuardedAction<Args extends unknown[], Result> = (
  identity: Identity,
  ...args: Args
) => Result | PromiseLike<Result>;

export interface GuardOptions {
  /** Resolves with who the key speaks for, or with undefined while the gate is shut. Waits while the key is checked. */
  readonly admit: () => Promise<Identity | undefined>;
  /** Tells the person why it is shut. */
  readonly tellShut: () => void;
}

/**
 * Wraps an action so that it runs only while the gate is open; its own errors pass through. When it is shut the answer is
 * undefined.
 */
export function guardAction<Args extends unknown[], Result>(
  action: GuardedAction<Args, Result>,
  { admit, tellShut }: GuardOptions,
): (...args: Args) => Promise<Result | undefined> {
  return async (...args) => {
    const identity = await admit();
    if (identity !== undefined) return action(identity, ...args);
    tellShut();
    return undefined;
  };
}
