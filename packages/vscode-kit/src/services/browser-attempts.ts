import type { Clock } from '@wicketgate/core';
import type { SecretStore } from '../ports/secret-store.ts';
import type { Subscription } from '../ports/subscription.ts';
import { attemptNameOf, type BrowserAttempt, formatAttempt, parseAttempt } from '../rules/browser-attempt.ts';
import type { StoredName } from '../rules/session-record.ts';
import { withinTime } from './time-limit.ts';

/** What a store that hangs may cost. */
const TIMEOUT_MS = 2_000;

export interface BrowserAttemptsOptions {
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * The one sign-in in a browser that is under way for an account and origin. It stands in SecretStorage, so that whichever
 * window the browser comes back to can finish it, and no other program.
 */
export class BrowserAttempts {
  readonly #options: BrowserAttemptsOptions;

  constructor(options: BrowserAttemptsOptions) {
    this.#options = options;
  }

  /** Keeps an attempt in the place of an earlier one, which nothing can finish any more. */
  async put(place: StoredName, attempt: BrowserAttempt): Promise<void> {
    await this.#ask(({ secrets }) => secrets.store(attemptNameOf(place), formatAttempt(attempt)));
  }

  /** The attempt of this state, once: it is gone before it is answered. Undefined for any other state. */
  async take(place: StoredName, state: string): Promise<BrowserAttempt | undefined> {
    const { clock } = this.#options;
    const name = attemptNameOf(place);
    const attempt = parseAttempt(await this.#ask(({ secrets }) => secrets.get(name)));
    // An answer to another attempt does not spoil this one.
    if (attempt?.state !== state) return undefined;
    await this.#ask(({ secrets }) => secrets.delete(name));
    return clock.now() < attempt.expiresAt ? attempt : undefined;
  }

  /** Gives an attempt up, unless another one has taken its place. */
  async drop(place: StoredName, state: string): Promise<void> {
    await this.take(place, state);
  }

  /** Gives up what is under way at any gateway. Answers false when some of it may still be stored. */
  async clear({ id, account }: Pick<StoredName, 'id' | 'account'>): Promise<boolean> {
    const start = attemptNameOf({ id, account, origin: '' });
    try {
      const names = await this.#ask(({ secrets }) => secrets.keys());
      const mine = names.filter((name) => name.startsWith(start));
      await Promise.all(mine.map((name) => this.#ask(({ secrets }) => secrets.delete(name))));
      return true;
    } catch {
      return false;
    }
  }

  /** Tells when the attempt of this state is gone: a window has taken it up. */
  onGone(place: StoredName, state: string, listener: () => void): Subscription {
    const name = attemptNameOf(place);
    return this.#options.secrets.onDidChange(({ key }) => {
      if (key !== name) return;
      void this.#ask(({ secrets }) => secrets.get(name)).then(
        (text) => {
          if (parseAttempt(text)?.state !== state) listener();
        },
        () => undefined,
      );
    });
  }

  #ask<T>(work: (options: BrowserAttemptsOptions) => PromiseLike<T>): Promise<T> {
    const { clock, signal } = this.#options;
    return withinTime({ clock, ms: TIMEOUT_MS, signal }, () => work(this.#options));
  }
}
