import type { Clock, Logger } from '@wicketgate/core';
import type { Settings } from '../ports/settings.ts';
import type { Subscription } from '../ports/subscription.ts';
import type { CheckRunner } from './check-runner.ts';
import type { GateMachine } from './gate-machine.ts';

/**
 * The gateway counts up to a minute late: asking more often tells little. A refusal has the key checked, and a check asks: the
 * pause keeps a gateway that accepts the key and refuses this question from being asked without end.
 */
const LEAST_PAUSE_MS = 60_000;

export interface CallCountOptions {
  readonly machine: GateMachine;
  readonly runner: CheckRunner;
  readonly settings: Settings;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  /** Full name of the setting that asks for it. Undefined: nobody does. */
  readonly setting: string | undefined;
  /** Asks the gateway how many calls it has counted. */
  readonly ask: () => Promise<number>;
  readonly onChange: () => void;
}

/**
 * How often the person has called. The gateway is asked after each check, once a minute at most, and only while the setting
 * is on.
 */
export class CallCount {
  readonly #options: CallCountOptions;
  #subscriptions: readonly Subscription[] = [];
  #counted: { readonly subject: number; readonly calls: number } | undefined;
  #asked: { readonly subject: number; readonly at: number } | undefined;

  constructor(options: CallCountOptions) {
    this.#options = options;
  }

  /** Undefined while it is not known, not wanted, or of somebody else. */
  get calls(): number | undefined {
    return this.#isWanted && this.#counted?.subject === this.#options.machine.subject ? this.#counted.calls : undefined;
  }

  start(): void {
    const { runner, settings, setting, onChange } = this.#options;
    if (setting === undefined) return;
    const follow = () => {
      this.#asked = undefined;
      onChange();
      void this.#ask();
    };
    this.#subscriptions = [runner.onDidEnd(() => void this.#ask()), settings.onDidChange([setting], follow)];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#subscriptions = [];
  }

  get #isWanted(): boolean {
    const { settings, setting } = this.#options;
    return setting !== undefined && settings.trusted(setting) === true;
  }

  /** What fails leaves the last number: it says nothing about the sign-in, and the next check asks again. */
  async #ask(): Promise<void> {
    const { machine, ask, clock, logger, onChange } = this.#options;
    const { subject } = machine;
    if (!this.#isWanted || machine.state.status !== 'active' || !this.#isDue(subject)) return;
    this.#asked = { subject, at: clock.now() };
    try {
      const calls = await ask();
      // Subscriptions end with the gate.
      if (machine.subject !== subject || this.#subscriptions.length === 0) return;
      this.#counted = { subject, calls };
      onChange();
    } catch (error) {
      if (this.#subscriptions.length > 0) logger.info({ error }, 'the calls could not be asked for');
    }
  }

  #isDue(subject: number): boolean {
    if (this.#asked?.subject !== subject) return true;
    // The clock may have been set back.
    return Math.abs(this.#options.clock.now() - this.#asked.at) >= LEAST_PAUSE_MS;
  }
}
