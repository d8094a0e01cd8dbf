import type { RandomBytes } from '@wicketgate/contract';
import type { Clock } from '@wicketgate/core';
import type { ServerConnection } from '../../ports/server-connection.ts';
import { type Doing, doubtsAgreement, isPassing, wasNeverSent, wasNotTaken } from '../../rules/session/failure.ts';
import { repeatDelay } from '../../rules/session/repeat-delay.ts';
import { McpError } from '../../words/errors.ts';
import type { ConnectionKeeper, Held } from './connection-keeper.ts';
import { withServer } from './named-error.ts';
import type { SessionRetry } from './server-session.ts';
import type { Admission, Standing } from './standing.ts';
import type { Turn, Turns } from './turns.ts';
import { closedError, waitFor } from './waiting.ts';

export interface AskingOptions {
  readonly id: string;
  readonly keeper: ConnectionKeeper;
  readonly standing: Standing;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Ends with the session. */
  readonly ending: AbortSignal;
}

export interface Question<Value> {
  readonly doing: Doing;
  readonly safeToRepeat: boolean;
  readonly retries: number;
  /** Milliseconds in all. */
  readonly totalMs: number;
  readonly signal: AbortSignal | undefined;
  readonly onRetry?: ((retry: SessionRetry) => void) | undefined;
  readonly ask: (connection: ServerConnection, leftMs: number) => Promise<Value>;
}

export interface Answer<Value> {
  readonly value: Value;
  readonly attempts: number;
}

/** A request over its whole life: its turn, a connection, and repetitions where they do no harm. */
export async function askServer<Value>(options: AskingOptions, question: Question<Value>): Promise<Answer<Value>> {
  const asked = new AskedQuestion(options, question);
  return { value: await asked.answer(), attempts: asked.sent };
}

class AskedQuestion<Value> {
  /** Requests that went out. */
  sent = 0;
  readonly #options: AskingOptions;
  readonly #question: Question<Value>;
  readonly #endsAt: number;
  #failures = 0;
  #hasDoubted = false;

  constructor(options: AskingOptions, question: Question<Value>) {
    this.#options = options;
    this.#question = question;
    this.#endsAt = options.clock.now() + question.totalMs;
  }

  async answer(): Promise<Value> {
    for (;;) {
      const sentBefore = this.sent;
      try {
        return await this.#attempt();
      } catch (cause) {
        if (cause instanceof AskAnew) continue;
        const error = this.#named(cause);
        const mayRepeat = this.#question.safeToRepeat || this.sent === sentBefore;
        if (!mayRepeat || !isPassing(error)) throw error;
        await this.#rest(error);
      }
    }
  }

  async #attempt(): Promise<Value> {
    const turn = await this.#turn();
    try {
      const admission = this.#options.standing.admit();
      return await this.#ask(await this.#connection(admission), admission);
    } finally {
      turn.end();
    }
  }

  async #turn(): Promise<Turn> {
    const { ending, turns } = this.#options;
    if (ending.aborted) throw closedError();
    return turns.takeNow() ?? this.#wait((signal) => turns.take(signal));
  }

  async #connection(admission: Admission): Promise<Held> {
    const { keeper, standing } = this.#options;
    if (keeper.held) return keeper.held;
    try {
      const held = await this.#wait(() => keeper.connected(this.#question.doing));
      standing.connected();
      return held;
    } catch (error) {
      standing.failed(error, 'connect', admission);
      throw error;
    }
  }

  async #ask(held: Held, admission: Admission): Promise<Value> {
    const { keeper, standing } = this.#options;
    const { doing, ask } = this.#question;
    const leftMs = Math.max(1, this.#leftMs());
    // A connection is all that was asked for: it may stand on what is remembered, and proves nothing.
    if (doing === 'connect') return ask(held.connection, leftMs).finally(() => standing.undecided(admission));
    const wasUnproven = held.isUnproven;
    this.sent++;
    try {
      const value = await keeper.use(held, (connection) => ask(connection, leftMs));
      standing.succeeded(admission);
      return value;
    } catch (error) {
      standing.failed(error, doing, admission);
      if (!McpError.isInstance(error)) throw error;
      if (wasNeverSent(error)) this.sent--;
      if (wasUnproven && doubtsAgreement(error)) await this.#doubt(error, held);
      throw error;
    }
  }

  /** The server may speak another revision than it did: what was agreed is dropped, and it is asked anew, once. */
  async #doubt(error: McpError, held: Held): Promise<void> {
    await this.#options.keeper.doubt(held);
    const isHarmless = wasNotTaken(error) || (this.#question.safeToRepeat && error.code === 'bad_answer');
    if (this.#hasDoubted || !isHarmless) return;
    this.#hasDoubted = true;
    this.sent--;
    throw new AskAnew();
  }

  async #rest(error: McpError): Promise<void> {
    const { clock, random } = this.#options;
    const { retries, onRetry } = this.#question;
    const failures = ++this.#failures;
    const remainingMs = this.#leftMs();
    const delayMs = repeatDelay({ failures, retries, retryAfterMs: error.retryAfterMs, remainingMs, random });
    if (delayMs === undefined) throw error;
    onRetry?.({ attempt: failures, delayMs, error });
    try {
      await this.#wait((signal) => clock.sleep(delayMs, signal));
    } catch (cause) {
      throw this.#named(cause);
    }
  }

  #wait<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const { clock, ending } = this.#options;
    const { signal } = this.#question;
    return waitFor({ clock, ms: Math.max(0, this.#leftMs()), signal, ending }, work);
  }

  /** Never more than was asked for, also when the clock was set back. */
  #leftMs(): number {
    return Math.min(this.#question.totalMs, this.#endsAt - this.#options.clock.now());
  }

  #named(cause: unknown): McpError {
    const { id, ending } = this.#options;
    return withServer(ending.aborted ? closedError() : cause, { server: id, attempts: this.sent });
  }
}

/** Not a failure yet: the attempt is made again. */
class AskAnew extends Error {
  override readonly name = 'AskAnew';
}
