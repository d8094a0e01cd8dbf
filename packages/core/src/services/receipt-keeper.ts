import { endpoints, type PublicJwk } from '@wicketgate/contract';
import { verifyEd25519 } from '../adapters/web-crypto.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { ReceiptStore } from '../ports/receipt-store.ts';
import { createRedactor } from '../rules/redact.ts';
import { RecentMap } from '../rules/recent-map.ts';
import { formatRecord, parseRecord, type ReceiptRecord } from '../rules/receipt-record.ts';
import { type ReceiptCircumstances, receiptFlaw } from '../rules/receipt-rules.ts';
import { parseReceipt, type ReceiptToken } from '../rules/receipt-token.ts';
import { WicketgateError } from '../words/errors.ts';
import type { HttpClient } from './http-client.ts';
import { withTimeLimit } from './time-limit.ts';

const redact = createRedactor();

/** The latest time seen is written down again once it has moved on by this much. */
const SEEN_STEP_MS = 60_000;
const MAX_REMEMBERED = 256;
/** A verdict that is known already does not wait for longer than this. */
const KEYS_TIMEOUT_MS = 5_000;

export interface ReceiptKeeperOptions {
  readonly store: ReceiptStore;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly logger: Logger | undefined;
  readonly installId: string | undefined;
  readonly issuer: string | undefined;
  /** The only keys that are trusted; undefined: those that the gateway publishes. */
  readonly publicKeys: readonly PublicJwk[] | undefined;
}

/** The key that receipts are about, as hashes. */
export interface ReceiptSubject {
  /** Names the record in the store: hexadecimal. */
  readonly account: string;
  /** SHA-256 of the key: base64url. */
  readonly keySha256: string;
}

/** Keeps the receipts that the gateway hands out, and lets them stand in for it. No failure of the store escapes. */
export class ReceiptKeeper {
  readonly #options: ReceiptKeeperOptions;
  readonly #fetchedKeys = new RecentMap<PublicJwk>(MAX_REMEMBERED);
  /** Accounts that the gateway has refused: a record that a slower task writes back must not bring them to life again. */
  readonly #refused = new RecentMap<true>(MAX_REMEMBERED);

  constructor(options: ReceiptKeeperOptions) {
    this.#options = options;
  }

  /** Verifies a fresh receipt and keeps it in the place of an earlier one. */
  async keep(receipt: string, subject: ReceiptSubject, signal?: AbortSignal): Promise<void> {
    const now = this.#options.clock.now();
    const token = parseReceipt(receipt);
    const flaw = token && receiptFlaw(token.claims, this.#circumstances(subject, now, now));
    const key = token && flaw === undefined ? await this.#keyFor(token.kid, signal) : undefined;
    if (!token || !key || !(await verifyEd25519(key, token))) {
      this.#options.logger?.warn({ flaw: flaw ?? 'not_verifiable' }, 'the gateway sent a receipt that cannot be kept');
      return;
    }
    this.#refused.delete(subject.account);
    // The gateway has just vouched for its own time: a clock that once ran ahead does not count any longer.
    const seenAt = Math.max(now, token.claims.iat * 1_000);
    await this.#save(subject, { receipt, keys: this.#options.publicKeys ? [] : [key], seenAt });
  }

  /** The verified receipt that may stand in for the gateway now, or undefined. */
  async recall(subject: ReceiptSubject): Promise<ReceiptToken | undefined> {
    const record = await this.#load(subject);
    const token = record && parseReceipt(record.receipt);
    const key = token && (this.#options.publicKeys ?? record.keys).find(({ kid }) => kid === token.kid);
    if (!key || !(await verifyEd25519(key, token))) return undefined;
    const now = this.#options.clock.now();
    const flaw = receiptFlaw(token.claims, this.#circumstances(subject, now, record.seenAt));
    if (flaw !== undefined) {
      this.#options.logger?.info({ flaw }, 'the receipt does not serve');
      return undefined;
    }
    if (now >= record.seenAt + SEEN_STEP_MS) await this.#save(subject, { ...record, seenAt: now });
    return token;
  }

  /** Forgets the receipt of a key that the gateway refuses. */
  async drop(subject: ReceiptSubject): Promise<void> {
    this.#refused.set(subject.account, true);
    await this.#guard(() => this.#options.store.clear(subject.account));
  }

  #circumstances({ keySha256 }: ReceiptSubject, now: number, seenAt: number): ReceiptCircumstances {
    const { installId, issuer } = this.#options;
    return { now, seenAt, keySha256, installId, issuer };
  }

  /** Pinned keys are never fetched; others come from the gateway alone, over the connection that the key is shown on. */
  async #keyFor(kid: string, signal: AbortSignal | undefined): Promise<PublicJwk | undefined> {
    const { publicKeys, http, clock } = this.#options;
    if (publicKeys) return publicKeys.find((key) => key.kid === kid);
    if (!this.#fetchedKeys.get(kid)) {
      const error = () =>
        new WicketgateError('timeout', `The public keys did not arrive within ${KEYS_TIMEOUT_MS} ms.`);
      const limit = { clock, ms: KEYS_TIMEOUT_MS, signal, error };
      const fetched = await this.#guard(() =>
        withTimeLimit(limit, (limited) => http.call(endpoints.system.jwks, {}, { signal: limited })),
      );
      for (const key of fetched?.keys ?? []) this.#fetchedKeys.set(key.kid, key);
    }
    return this.#fetchedKeys.get(kid);
  }

  async #load({ account }: ReceiptSubject): Promise<ReceiptRecord | undefined> {
    if (this.#refused.get(account)) return undefined;
    const line = await this.#guard(() => this.#options.store.load(account));
    return line === undefined ? undefined : parseRecord(line);
  }

  async #save({ account }: ReceiptSubject, record: ReceiptRecord): Promise<void> {
    if (this.#refused.get(account)) return;
    await this.#guard(() => this.#options.store.save(account, formatRecord(record)));
  }

  /** Without its receipts a client still works online, so their failures are told and not thrown. */
  async #guard<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#options.logger?.warn({ error: redact(error) }, 'receipts do not work');
      return undefined;
    }
  }
}
