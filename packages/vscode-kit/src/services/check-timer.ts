import type { RandomBytes } from '@wicketgate/contract';
import type { Clock } from '@wicketgate/core';
import type { Subscription } from '../ports/subscription.ts';
import type { AppWindow } from '../ports/window.ts';
import { dueOnFocus, nextCheckAt, sleptThrough } from '../rules/schedule.ts';
import type { CheckRunner } from './check-runner.ts';
import type { GateMachine } from './gate-machine.ts';

/** However far the next check is: a machine that slept, or a clock that was set, is noticed by a tick. */
const TICK_MS = 30_000;

export interface CheckTimerOptions {
  readonly machine: GateMachine;
  readonly runner: CheckRunner;
  readonly window: AppWindow;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Milliseconds between two checks when all is well. */
  readonly everyMs: number;
}

/** Has the key checked when it is due, when a person comes back to the window, and when the machine wakes up. */
export class CheckTimer {
  readonly #options: CheckTimerOptions;
  readonly #subscriptions: readonly Subscription[];
  #nudge = new AbortController();
  /** Milliseconds since 1970; undefined when nothing is due, or a check is under way. */
  #due: number | undefined;
  #disposed = false;

  constructor(options: CheckTimerOptions) {
    this.#options = options;
    const { machine, runner, window } = options;
    this.#subscriptions = [
      machine.onDidChange(() => this.#reschedule()),
      runner.onDidEnd(() => this.#reschedule()),
      window.onDidFocus(() => this.#onFocus()),
    ];
    void this.#follow();
  }

  dispose(): void {
    this.#disposed = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#nudge.abort();
  }

  #reschedule(): void {
    const { machine, runner, clock, everyMs, random } = this.#options;
    const { failures, retryAfterMs } = runner;
    const [spread = 0] = new Uint32Array(random(new Uint8Array(4)).buffer);
    const at = { state: machine.state, now: clock.now(), failures, retryAfterMs, everyMs };
    const due = runner.isUnderWay ? undefined : nextCheckAt({ ...at, spread: spread / 2 ** 32 });
    this.#due = due === undefined ? undefined : Math.ceil(due);
    this.#nudge.abort();
  }

  #onFocus(): void {
    const { machine, runner, clock } = this.#options;
    const now = clock.now();
    machine.dispatch([{ type: 'graceEnded', now }], 'background');
    if (dueOnFocus({ state: machine.state, now, lastCheckedAt: runner.lastCheckedAt })) void runner.run('background');
  }

  async #follow(): Promise<void> {
    while (!this.#disposed) {
      const before = this.#options.clock.now();
      const wakeAt = this.#wakeAt(before);
      await this.#rest(wakeAt === undefined ? undefined : wakeAt - before);
      if (!this.#isDisposed()) this.#tick(before, wakeAt);
    }
  }

  #isDisposed(): boolean {
    return this.#disposed;
  }

  #tick(before: number, wakeAt: number | undefined): void {
    const { machine, runner, clock } = this.#options;
    const now = clock.now();
    const due = this.#due;
    const jumped = now < before || (wakeAt !== undefined && sleptThrough({ expected: wakeAt, now }));
    machine.dispatch([{ type: 'graceEnded', now }], 'background');
    if (!jumped && (due === undefined || now < due)) return;
    this.#due = undefined;
    void runner.run('background');
  }

  #wakeAt(now: number): number | undefined {
    const { state } = this.#options.machine;
    const graceEnd = state.status === 'grace' ? Date.parse(state.until) : undefined;
    if (this.#due === undefined && graceEnd === undefined) return undefined;
    const next = Math.min(this.#due ?? Infinity, graceEnd ?? Infinity, now + TICK_MS);
    return Math.max(next, now);
  }

  /** Until the time is over, or something has changed. */
  async #rest(ms: number | undefined): Promise<void> {
    this.#nudge = new AbortController();
    const { signal } = this.#nudge;
    if (ms !== undefined) {
      await this.#options.clock.sleep(ms, signal).catch(() => undefined);
      return;
    }
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
