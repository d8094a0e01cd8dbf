import { type Endpoint, endpoints, type PublicJwk, publicJwkSchema } from '@wicketgate/contract';
import * as z from 'zod/mini';
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

/** Whoever does not know a kind of key overlooks it (RFC 7517 section 5): one day others may stand beside ours. */
const anyKeys = {
  ...endpoints.system.jwks,
  answer: z.object({ keys: z.array(z.unknown()) }),
} satisfies Endpoint;

/** The latest time seen is written down again once it has moved on by this much. */
const SEEN_STEP_MS = 60_000;
const MAX_PUBLIC_KEYS = 256;
const MAX_REFUSALS = 10_000;
/** A verdict that is known already waits for no longer than this, for the public keys and for each act of the store. */
const TIMEOUT_MS = 5_000;

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

/** The question that a receipt is the answer to. */
export interface ReceiptQuestion {
  /** The keeper's generation when it was asked. */
  readonly generation: number;
  /** When its answer came: milliseconds since 1970. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/** Keeps the receipts that the gateway hands out, and lets them stand in for it. No failure of the store escapes; an aborted signal does. */
export class ReceiptKeeper {
  readonly #options: ReceiptKeeperOptions;
  readonly #fetchedKeys = new RecentMap<PublicJwk>(MAX_PUBLIC_KEYS);
  /**
   * The generation that began with the refusal of an account. Until the gateway vouches for it anew, no record that a
   * slower task keeps or writes back may bring it to life again.
   */
  readonly #refused = new RecentMap<number>(MAX_REFUSALS);
  #generation = 0;

  constructor(options: ReceiptKeeperOptions) {
    this.#options = options;
  }

  /** Grows with each refusal. */
  get generation(): number {
    return this.#generation;
  }

  /** Verifies a fresh receipt and keeps it in the place of an earlier one, unless the key was refused since it was asked for. */
  async keep(receipt: string, subject: ReceiptSubject, question: ReceiptQuestion): Promise<void> {
    const { generation, now, signal } = question;
    const token = parseReceipt(receipt);
    const flaw = token && receiptFlaw(token.claims, this.#circumstances(subject, now, now));
    const key = token && flaw === undefined ? await this.#keyFor(token.kid, signal) : undefined;
    if (!token || !key || !(await verifyEd25519(key, token))) {
      this.#options.logger?.warn({ flaw: flaw ?? 'not_verifiable' }, 'the gateway sent a receipt that cannot be kept');
      return;
    }
    if ((this.#refused.get(subject.account) ?? 0) > generation) return;
    this.#refused.delete(subject.account);
    // The gateway has just vouched for its own time: a clock that once ran ahead does not count any longer.
    const seenAt = Math.max(now, token.claims.iat * 1_000);
    await this.#save(subject, { receipt, keys: this.#options.publicKeys ? [] : [key], seenAt }, signal);
  }

  /** The verified receipt that may stand in for the gateway now, or undefined. */
  async recall(subject: ReceiptSubject, signal: AbortSignal): Promise<ReceiptToken | undefined> {
    const record = await this.#load(subject, signal);
    const token = record && parseReceipt(record.receipt);
    const key = token && (this.#options.publicKeys ?? record.keys).find(({ kid }) => kid === token.kid);
    if (!key || !(await verifyEd25519(key, token))) return undefined;
    const now = this.#options.clock.now();
    const flaw = receiptFlaw(token.claims, this.#circumstances(subject, now, record.seenAt));
    if (flaw !== undefined) {
      this.#options.logger?.info({ flaw }, 'the receipt does not serve');
      return undefined;
    }
    if (now >= record.seenAt + SEEN_STEP_MS) await this.#save(subject, { ...record, seenAt: now }, signal);
    return token;
  }

  /** Forgets the receipt of a key that the gateway refuses. */
  async drop({ account }: ReceiptSubject, signal: AbortSignal): Promise<void> {
    this.#refused.set(account, ++this.#generation);
    await this.#guard(() => this.#options.store.clear(account), signal);
  }

  #circumstances({ keySha256 }: ReceiptSubject, now: number, seenAt: number): ReceiptCircumstances {
    const { installId, issuer } = this.#options;
    return { now, seenAt, keySha256, installId, issuer };
  }

  /** Pinned keys are never fetched; others come from the gateway alone, over the connection that the key is shown on. */
  async #keyFor(kid: string, signal: AbortSignal): Promise<PublicJwk | undefined> {
    const { publicKeys, http } = this.#options;
    if (publicKeys) return publicKeys.find((key) => key.kid === kid);
    if (!this.#fetchedKeys.get(kid)) {
      const fetched = await this.#guard((limited) => http.call(anyKeys, {}, { signal: limited }), signal);
      for (const key of fetched?.keys ?? []) {
        const known = publicJwkSchema.safeParse(key);
        if (known.success) this.#fetchedKeys.set(known.data.kid, known.data);
      }
    }
    return this.#fetchedKeys.get(kid);
  }

  async #load({ account }: ReceiptSubject, signal: AbortSignal): Promise<ReceiptRecord | undefined> {
    if (this.#refused.get(account) !== undefined) return undefined;
    const line = await this.#guard(() => this.#options.store.load(account), signal);
    return line === undefined ? undefined : parseRecord(line);
  }

  async #save({ account }: ReceiptSubject, record: ReceiptRecord, signal: AbortSignal): Promise<void> {
    const { store } = this.#options;
    if (this.#refused.get(account) !== undefined) return;
    await this.#guard(async () => {
      await store.save(account, formatRecord(record));
      // A refusal meanwhile has cleared the store before the record was in it.
      if (this.#refused.get(account) !== undefined) await store.clear(account);
    }, signal);
  }

  /** Without its receipts a client still works online, so their failures are told and not thrown. */
  async #guard<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
    const error = () => new WicketgateError('timeout', `A store or the public keys took longer than ${TIMEOUT_MS} ms.`);
    try {
      return await withTimeLimit({ clock: this.#options.clock, ms: TIMEOUT_MS, signal, error }, work);
    } catch (error) {
      signal.throwIfAborted();
      this.#options.logger?.warn({ error: redact(error) }, 'receipts do not work');
      return undefined;
    }
  }
}
