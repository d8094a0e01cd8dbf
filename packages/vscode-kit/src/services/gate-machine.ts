import type { Logger } from '@wicketgate/core';
import type { Subscription } from '../ports/subscription.ts';
import type { Occasion } from '../rules/notice.ts';
import { INITIAL, reduce } from '../rules/reduce.ts';
import type { GateEvent, Machine } from '../words/gate-event.ts';
import type { GateState } from '../words/gate-state.ts';
import { Listeners } from './listeners.ts';

export interface StateChange {
  readonly before: GateState;
  readonly after: GateState;
  readonly how: Occasion;
}

/** Holds the state of a gate, changes it by the reducer alone, and tells. */
export class GateMachine {
  readonly #listeners: Listeners<StateChange>;
  #machine: Machine = INITIAL;

  constructor(logger: Logger) {
    this.#listeners = new Listeners(logger);
  }

  get state(): GateState {
    return this.#machine.state;
  }

  /** The state at a time, in milliseconds since 1970: a grace may have ended that nobody has looked at since. */
  stateAt(now: number): GateState {
    return reduce(this.#machine, { type: 'graceEnded', now }).state;
  }

  get subject(): number {
    return this.#machine.subject;
  }

  /** Takes events as one step: what lies between the first and the last state is told to nobody. */
  dispatch(events: readonly GateEvent[], how: Occasion): void {
    const before = this.#machine.state;
    const reached = events.reduce(reduce, this.#machine);
    const after = isSame(before, reached.state) ? before : reached.state;
    this.#machine = { ...reached, state: after };
    if (after !== before) this.#listeners.tell({ before, after, how });
  }

  onDidChange(listener: (change: StateChange) => unknown): Subscription {
    return this.#listeners.add(listener);
  }

  close(): void {
    this.#listeners.clear();
  }
}

/** States are plain facts. */
function isSame(one: GateState, other: GateState): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
