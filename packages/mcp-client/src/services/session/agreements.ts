import type { Clock, Logger } from '@wicketgate/core';
import type { NegotiationRecord, NegotiationStore } from '../../ports/negotiation-store.ts';
import { believed } from '../../rules/session/remembered.ts';
import type { Negotiated } from '../../words/negotiated.ts';
import { waitFor } from './waiting.ts';

/** How long a store may take: connecting must not wait for a disk that hangs. */
const PATIENCE_MS = 2_000;

export interface AgreementsOptions {
  readonly store: NegotiationStore;
  readonly key: string;
  readonly clock: Clock;
  readonly logger: Logger | undefined;
  /** Ends with the session. */
  readonly ending: AbortSignal;
}

/** What was agreed with one server. A store that fails costs a question to the server, and nothing else. */
export class Agreements {
  readonly #options: AgreementsOptions;
  #record: NegotiationRecord | undefined;

  constructor(options: AgreementsOptions) {
    this.#options = options;
  }

  /** What may be taken for granted, if anything. */
  async recall(): Promise<Negotiated | undefined> {
    const { store, key, clock } = this.#options;
    this.#record ??= await this.#attempt('load', () => store.load(key));
    return believed(this.#record, clock.now());
  }

  /** `recalled`: the connection was made on what was remembered. The age of an agreement is that of the question. */
  async keep(negotiated: Negotiated, recalled: Negotiated | undefined): Promise<void> {
    const { store, key, clock } = this.#options;
    if (recalled?.era === negotiated.era) return;
    const record = { negotiated, at: clock.now() };
    this.#record = record;
    await this.#attempt('save', () => store.save(key, record));
  }

  async drop(): Promise<void> {
    const { store, key } = this.#options;
    this.#record = undefined;
    await this.#attempt('delete', () => store.delete(key));
  }

  async #attempt<Value>(what: string, work: () => Promise<Value>): Promise<Value | undefined> {
    const { clock, ending } = this.#options;
    try {
      return await waitFor({ clock, ending, ms: PATIENCE_MS, signal: undefined }, work);
    } catch (error) {
      if (!ending.aborted) this.#options.logger?.warn({ what, error }, 'the memory of agreements with servers failed');
      return undefined;
    }
  }
}
