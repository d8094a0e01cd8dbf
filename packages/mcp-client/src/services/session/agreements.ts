import type { Clock, Logger } from '@wicketgate/core';
import type { NegotiationRecord, NegotiationStore } from '../../ports/negotiation-store.ts';
import type { Doing } from '../../rules/session/failure.ts';
import { believed, partialAgreement, servesCalls } from '../../rules/session/remembered.ts';
import type { Negotiated } from '../../words/negotiated.ts';
import { waitFor } from './waiting.ts';

/** How long a store may take: connecting must not wait for a disk that hangs. */
const PATIENCE_MS = 2_000;

export interface AgreementsOptions {
  readonly store: NegotiationStore;
  /** Identity of the server: what it speaks is remembered by it, whoever asks. */
  readonly key: string;
  /** Who asks; undefined when that cannot be told. What the server says of itself is remembered by it as well. */
  readonly principal: (signal: AbortSignal) => Promise<string | undefined>;
  readonly clock: Clock;
  readonly logger: Logger | undefined;
  /** Ends with the session. */
  readonly ending: AbortSignal;
}

interface Known {
  readonly principal: string | undefined;
  readonly record: NegotiationRecord;
}

/** What was agreed with one server. A store that fails costs a question to the server, and nothing else. */
export class Agreements {
  readonly #options: AgreementsOptions;
  #known: Known | undefined;
  #shared: NegotiationRecord | undefined;
  /** For whom the last recall was. */
  #asker: string | undefined;

  constructor(options: AgreementsOptions) {
    this.#options = options;
  }

  /**
   * What may be taken for granted, if anything. What another caller found out will do for a call; for all else the server is
   * asked, if it can be asked without a session.
   */
  async recall(doing: Doing): Promise<Negotiated | undefined> {
    this.#asker = await this.#attempt('name', this.#options.principal);
    const own = this.#asker === undefined ? undefined : await this.#own(this.#asker);
    if (own !== undefined) return own;
    const { store, key, clock } = this.#options;
    this.#shared ??= await this.#attempt('load', () => store.load(key));
    const shared = believed(this.#shared, clock.now());
    if (shared === undefined || !servesCalls(shared)) return undefined;
    return doing === 'call' || shared.era === 'legacy' ? shared : undefined;
  }

  /** `recalled`: the connection was made on what was remembered. The age of an agreement is that of the question. */
  async keep(negotiated: Negotiated, recalled: Negotiated | undefined): Promise<void> {
    const { store, key, clock, principal } = this.#options;
    if (recalled?.era === negotiated.era && recalled.partial === negotiated.partial) return;
    const asker = await this.#attempt('name', principal);
    const record = { negotiated, at: clock.now() };
    if (recalled?.era !== negotiated.era) {
      const shared = { ...record, negotiated: partialAgreement(negotiated) };
      this.#shared = shared;
      await this.#attempt('save', () => store.save(key, shared));
    }
    // Somebody else may have signed in meanwhile, and the answer may be theirs. Of a session nothing else is remembered.
    if (asker === undefined || asker !== this.#asker || negotiated.era === 'legacy') return;
    this.#known = { principal: asker, record };
    await this.#attempt('save', () => store.save(this.#keyOf(asker), record));
  }

  async drop(): Promise<void> {
    const { store, key } = this.#options;
    const { principal } = this.#known ?? { principal: this.#asker };
    this.#known = undefined;
    this.#shared = undefined;
    await this.#attempt('delete', () => store.delete(key));
    if (principal !== undefined) await this.#attempt('delete', () => store.delete(this.#keyOf(principal)));
  }

  async #own(principal: string): Promise<Negotiated | undefined> {
    const { store, clock } = this.#options;
    const known = this.#known?.principal === principal ? this.#known.record : undefined;
    const record = known ?? (await this.#attempt('load', () => store.load(this.#keyOf(principal))));
    if (record !== undefined) this.#known = { principal, record };
    return believed(record, clock.now());
  }

  #keyOf(principal: string): string {
    return `${this.#options.key}.${principal}`;
  }

  async #attempt<Value>(
    what: string,
    work: (signal: AbortSignal) => Promise<Value | undefined>,
  ): Promise<Value | undefined> {
    const { clock, ending } = this.#options;
    try {
      return await waitFor({ clock, ending, ms: PATIENCE_MS, signal: undefined }, work);
    } catch (error) {
      // A credential that takes its time is waited for by whoever sends a request with it.
      const level = what === 'name' ? 'debug' : 'warn';
      if (!ending.aborted)
        this.#options.logger?.[level]({ what, error }, 'the memory of agreements with servers failed');
      return undefined;
    }
  }
}
