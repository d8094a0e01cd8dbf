import type { Clock, Logger } from '@wicketgate/core';
import type { Ledger } from '../ports/ledger.ts';
import type { SecretStore } from '../ports/secret-store.ts';
import { formatLedger, ledgerNameOf, type LedgerRecord, parseLedger } from '../rules/ledger-record.ts';
import {
  formatSession,
  isSignedIn,
  parseSession,
  secretNameOf,
  type SessionRecord,
  type StoredName,
} from '../rules/session-record.ts';
import { withinTime } from './time-limit.ts';

/** What a store or a ledger that hangs may cost. */
const TIMEOUT_MS = 2_000;

export interface SessionHostOptions {
  readonly secrets: SecretStore;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly place: StoredName;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
}

/** What came of an act of the host: a value, or a failure that was logged. */
export type Attempt<T> = { readonly done: true; readonly value: T } | { readonly done: false };

/** The secret and the note of one session. What the host fails at, or does not end in two seconds, is answered as such. */
export class SessionHost {
  readonly #options: SessionHostOptions;
  readonly secretName: string;

  constructor(options: SessionHostOptions) {
    this.#options = options;
    this.secretName = secretNameOf(options.place);
  }

  async read(): Promise<Attempt<SessionRecord | undefined>> {
    const { secrets, place } = this.#options;
    const read = await this.#attempt('the session could not be read', () => secrets.get(this.secretName));
    return read.done ? { done: true, value: parseSession(read.value, place) } : read;
  }

  /** Hosts may take a value and lose it: so it is read back. Answers whether it is there. */
  async keep(record: SessionRecord): Promise<boolean> {
    const { secrets } = this.#options;
    const text = formatSession(record);
    const back = await this.#attempt('the session could not be stored', async () => {
      await secrets.store(this.secretName, text);
      return secrets.get(this.secretName);
    });
    return back.done && back.value === text;
  }

  /** Answers whether no key is stored any longer. */
  async erase(): Promise<boolean> {
    const { secrets } = this.#options;
    await this.#attempt('the session could not be deleted', () => secrets.delete(this.secretName));
    const left = await this.read();
    return left.done && (left.value === undefined || !isSignedIn(left.value));
  }

  /** A note that this version cannot read counts as a failure: another version may have written it. */
  async readNote(): Promise<Attempt<LedgerRecord | undefined>> {
    const { ledger, place } = this.#options;
    const name = await ledgerNameOf(place);
    const read = await this.#attempt('the ledger could not be read', () => ledger.read(name));
    if (!read.done || read.value === undefined) return read.done ? { done: true, value: undefined } : read;
    const value = parseLedger(read.value);
    return value === undefined ? { done: false } : { done: true, value };
  }

  /** Answers whether it was written. */
  async writeNote(record: LedgerRecord): Promise<boolean> {
    const { ledger, place } = this.#options;
    const name = await ledgerNameOf(place);
    const text = formatLedger(record);
    return (await this.#attempt('the ledger could not be written', () => ledger.write(name, text))).done;
  }

  async #attempt<T>(failure: string, work: () => PromiseLike<T>): Promise<Attempt<T>> {
    const { clock, signal, logger } = this.#options;
    try {
      return { done: true, value: await withinTime({ clock, ms: TIMEOUT_MS, signal }, work) };
    } catch (error) {
      if (!signal.aborted) logger.warn({ error }, failure);
      return { done: false };
    }
  }
}
