import type { Clock, Logger, ReceiptStore } from '@wicketgate/core';
import * as z from 'zod/mini';
import type { SecretStore } from '../ports/secret-store.ts';
import { SerialWork } from './serial-work.ts';
import { withinTime } from './time-limit.ts';

/** Whoever waits for a verdict waits for this as well. */
const LOAD_TIMEOUT_MS = 1_000;
const WRITE_TIMEOUT_MS = 2_000;

export interface SecretReceiptStoreOptions {
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of the one secret that holds the receipt. */
  readonly name: string;
  /** Whether the session that receipts belong to still holds. Asked right before the secret is written or deleted. */
  readonly holds: () => Promise<boolean>;
  /** Whether the host keeps that session. Where it does not, the receipt stays in memory as well. */
  readonly isKept: () => boolean;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
}

interface Slot {
  readonly account: string;
  readonly record: string;
}

const slotSchema = z.strictObject({
  v: z.literal(1),
  account: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  record: z.string(),
});

/**
 * Keeps the receipt of one key at a time, in memory and behind it in one secret. Nobody waits for the host to write: hosts
 * hang, and a verdict must not. A window whose session is over writes nothing, for hosts that cache all secrets of a window
 * would write back the key with it.
 */
export class SecretReceiptStore implements ReceiptStore {
  readonly #options: SecretReceiptStoreOptions;
  readonly #serial = new SerialWork();
  #slot: Slot | undefined;
  /** What the secret holds, as far as this window knows. */
  #written: string | undefined;
  /** Grows when the session ends: what was to be written before must not be. */
  #generation = 0;

  constructor(options: SecretReceiptStoreOptions) {
    this.#options = options;
  }

  async load(account: string): Promise<string | undefined> {
    const generation = this.#generation;
    if (this.#slot === undefined) {
      const found = await this.#read();
      if (generation === this.#generation) this.#slot ??= found;
    }
    return this.#slot?.account === account ? this.#slot.record : undefined;
  }

  save(account: string, record: string): Promise<void> {
    this.#slot = { account, record };
    this.flush();
    return Promise.resolve();
  }

  async clear(account: string): Promise<void> {
    if ((await this.load(account)) === undefined) return;
    this.#slot = undefined;
    this.#behind(async () => {
      if (this.#slot === undefined && (await this.#options.holds())) await this.#delete();
    });
  }

  /** Writes what could not be written while the session was not there yet. The write is begun and not waited for. */
  flush(): void {
    this.#behind(() => this.#write());
  }

  /** The session has ended in another window, which takes the receipt away: this one forgets it. */
  drop(): void {
    this.#generation++;
    this.#slot = undefined;
    this.#written = undefined;
  }

  /** The session ends in this window. */
  async forget(): Promise<void> {
    this.drop();
    await this.#serial.run(() => this.#delete());
  }

  async #write(): Promise<void> {
    const slot = this.#slot;
    const text = slot && JSON.stringify({ v: 1, ...slot });
    const generation = this.#generation;
    const { secrets, name, holds, isKept } = this.#options;
    if (text === undefined || text === this.#written || !(await holds()) || !isKept()) return;
    if (generation !== this.#generation) return;
    this.#written = text;
    await this.#attempt(WRITE_TIMEOUT_MS, () => secrets.store(name, text));
  }

  async #delete(): Promise<void> {
    const { secrets, name } = this.#options;
    this.#written = undefined;
    await this.#attempt(WRITE_TIMEOUT_MS, () => secrets.delete(name));
  }

  async #read(): Promise<Slot | undefined> {
    const { secrets, name } = this.#options;
    const text = await this.#attempt(LOAD_TIMEOUT_MS, () => secrets.get(name));
    if (text === undefined) return undefined;
    const slot = slotOf(text);
    if (slot !== undefined) this.#written = text;
    return slot;
  }

  #behind(work: () => Promise<void>): void {
    const { signal } = this.#options;
    void this.#serial.run(async () => {
      if (!signal.aborted) await work();
    });
  }

  async #attempt<T>(ms: number, work: () => PromiseLike<T>): Promise<T | undefined> {
    const { clock, signal, logger } = this.#options;
    try {
      return await withinTime({ clock, ms, signal }, work);
    } catch (error) {
      if (!signal.aborted) logger.warn({ error }, 'the receipt could not be read or written');
      return undefined;
    }
  }
}

function slotOf(text: string): Slot | undefined {
  try {
    const { account, record } = slotSchema.parse(JSON.parse(text));
    return { account, record };
  } catch {
    return undefined;
  }
}
