import { formatLedger, type LedgerRecord, mergeLedgers } from '../rules/ledger-record.ts';
import type { Attempt, SessionHost } from './session-host.ts';

/** What the windows of this machine told each other of one place. What vanishes from the ledger still counts here. */
export class SessionNotes {
  readonly #host: Pick<SessionHost, 'readNote' | 'writeNote'>;
  #known: LedgerRecord = mergeLedgers();
  /** What the ledger answered last. */
  #read: Attempt<LedgerRecord | undefined> = { done: false };

  constructor(host: Pick<SessionHost, 'readNote' | 'writeNote'>) {
    this.#host = host;
  }

  /** All that this window ever read or wrote. */
  get known(): LedgerRecord {
    return this.#known;
  }

  async read(): Promise<void> {
    this.#read = await this.#host.readNote();
    if (this.#read.done) this.#known = mergeLedgers(this.#known, this.#read.value);
  }

  /** Tells the other windows. Answers whether it was written. */
  add(record: LedgerRecord): Promise<boolean> {
    this.#known = mergeLedgers(this.#known, record);
    return this.#host.writeNote(this.#known);
  }

  /**
   * Writes what the ledger lacked when it was read last. One that cannot be read may hold more: two windows that wrote over
   * it would do so for ever.
   */
  async mend(record: LedgerRecord): Promise<void> {
    const all = mergeLedgers(this.#known, record);
    if (!this.#read.done || formatLedger(all) === formatLedger(mergeLedgers(this.#read.value))) return;
    await this.add(record);
  }
}
