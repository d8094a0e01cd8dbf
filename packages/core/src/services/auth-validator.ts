import { fromWire, looksLikeAccessToken } from '@wicketgate/contract';
import { sha256 } from '../adapters/web-crypto.ts';
import { toBase64Url, toHex } from '../rules/byte-text.ts';
import { findKeyEntryFlaw, flawMessage } from '../rules/presented-key.ts';
import { receiptEnd } from '../rules/receipt-rules.ts';
import { asCached, malformedVerdict, validVerdict, verdictOfError } from '../rules/verdicts.ts';
import { WicketgateError } from '../words/errors.ts';
import { AuthenticationError, GatewayUnavailableError } from '../words/refused-errors.ts';
import { Secret } from '../words/secret.ts';
import type { InvalidVerdict, UnavailableVerdict, ValidVerdict, Verdict } from '../words/verdict.ts';
import { askGateway, type Reply } from './gateway-question.ts';
import { createHttpClient, type HttpClient, type Refusal } from './http-client.ts';
import { linkSignals } from './linked-signal.ts';
import { ReceiptKeeper, type ReceiptQuestion, type ReceiptSubject } from './receipt-keeper.ts';
import { SingleFlight } from './single-flight.ts';
import { type AuthValidatorOptions, type ValidatorSettings, validatorSettings } from './validator-options.ts';
import { VerdictCache } from './verdict-cache.ts';

export interface ValidateOptions {
  /** Ends the call with a `WicketgateError` of the code `aborted`. Others who wait for the same answer go on. */
  readonly signal?: AbortSignal | undefined;
}

/** A text that may be a key, and its SHA-256 in base64url. */
interface Presented {
  readonly text: string;
  readonly digest: string;
}

/**
 * Tells whether API keys are valid: asks the gateway, remembers for a short while, and falls back on signed receipts when
 * the gateway is out of reach. It decides what a program shows; what a key may do is enforced by the gateway.
 *
 * Throws a TypeError at construction for options that it cannot take.
 */
export class AuthValidator {
  /** The client that asks. A 401 to any call of it makes the validator forget that key: share it with other callers. */
  readonly http: HttpClient;
  readonly #settings: ValidatorSettings;
  readonly #cache: VerdictCache;
  readonly #receipts: ReceiptKeeper | undefined;
  readonly #flights = new SingleFlight<Verdict>();
  readonly #closing = new AbortController();
  readonly #stopListening: () => void;
  /** The credentials of our own questions: what the gateway says to them is a verdict and not an invalidation. */
  readonly #own = new WeakSet<Secret>();

  /** The base URL of the gateway alone, or with options. */
  constructor(options: string | URL | AuthValidatorOptions) {
    const all = typeof options === 'string' || options instanceof URL ? { url: options } : options;
    this.#settings = validatorSettings(all);
    this.http = createHttpClient(all);
    const { cacheMs, negativeCacheMs, cacheSize, installId, publicKeys, clock } = this.#settings;
    this.#cache = new VerdictCache({ positiveMs: cacheMs, negativeMs: negativeCacheMs }, cacheSize);
    const { http } = this;
    const { issuer, logger } = all;
    const shared = { http, clock, logger, installId, publicKeys, issuer };
    this.#receipts = all.receipts && new ReceiptKeeper({ ...shared, store: all.receipts });
    this.#stopListening = http.onRefusal((refusal) => this.#onRefusal(refusal));
  }

  /** Asks the gateway now. White space around the key does not matter. Throws `aborted` and `closed`, nothing else. */
  async validate(key: string | Secret, options: ValidateOptions = {}): Promise<Verdict> {
    return this.#open(options.signal, async () => {
      const presented = await this.#present(key);
      return 'status' in presented ? presented : this.#ask(presented, options.signal);
    });
  }

  /**
   * Answers from the memory of the last minutes, or asks; whoever asks at the same time shares one request. Throws
   * `aborted` and `closed`, nothing else.
   */
  async validateCached(key: string | Secret, options: ValidateOptions = {}): Promise<Verdict> {
    return this.#open(options.signal, async () => {
      const presented = await this.#present(key);
      if ('status' in presented) return presented;
      const known = this.#cache.get(presented.digest, this.#settings.clock.now());
      if (known !== undefined) return asCached(known);
      return this.#flights.join(presented.digest, (signal) => this.#ask(presented, signal), options.signal);
    });
  }

  /**
   * Answers who a key speaks for, cached as `validateCached` does. Throws an `AuthenticationError` when it is not valid, a
   * `GatewayUnavailableError` when nobody knows, and `aborted` and `closed`.
   */
  async require(key: string | Secret, options: ValidateOptions = {}): Promise<ValidVerdict> {
    const verdict = await this.validateCached(key, options);
    switch (verdict.status) {
      case 'valid':
        return verdict;
      case 'invalid':
        throw new AuthenticationError(verdict);
      case 'unavailable':
        throw new GatewayUnavailableError(verdict);
    }
  }

  /** Forgets what is remembered of a key, or of all: the next caller asks, and no answer under way is remembered. */
  async invalidate(key?: string | Secret): Promise<void> {
    this.#flights.detachAll();
    if (key === undefined) this.#cache.invalidate();
    else this.#cache.invalidate(await digestOf(textOf(key)));
  }

  /** Ends the questions under way and refuses new ones with the code `closed`. A second time does nothing. */
  close(): void {
    this.#stopListening();
    this.#closing.abort(new WicketgateError('closed', 'The validator was closed.'));
  }

  async #present(key: string | Secret): Promise<Presented | Verdict> {
    const text = textOf(key);
    const { brand } = this.#settings;
    const flaw = looksLikeAccessToken(text) ? undefined : findKeyEntryFlaw(text, brand);
    return flaw === undefined ? { text, digest: await digestOf(text) } : malformedVerdict(flawMessage(flaw, brand));
  }

  /** Runs a question while the validator is open, and gives its end by the caller or by `close` its code. */
  async #open(signal: AbortSignal | undefined, work: () => Promise<Verdict>): Promise<Verdict> {
    try {
      this.#closing.signal.throwIfAborted();
      signal?.throwIfAborted();
      return await work();
    } catch (error) {
      this.#closing.signal.throwIfAborted();
      if (!signal?.aborted || WicketgateError.isInstance(error)) throw error;
      throw new WicketgateError('aborted', 'The call was ended by its caller.', { cause: signal.reason });
    }
  }

  async #ask(presented: Presented, signal: AbortSignal | undefined): Promise<Verdict> {
    const { generation } = this.#cache;
    const receiptsAsOf = this.#receipts?.generation ?? 0;
    const linked = linkSignals(signal, this.#closing.signal);
    const key = new Secret(presented.text);
    this.#own.add(key);
    try {
      const { installId } = this.#settings;
      const reply = await askGateway(this.http, { key, installId, signal: linked.signal });
      // What the receipt takes after it must not lengthen what the cache makes of the answer.
      const now = this.#settings.clock.now();
      const verdict = await this.#decide(reply, presented, { generation: receiptsAsOf, now, signal: linked.signal });
      this.#cache.keep(presented.digest, verdict, { now, generation });
      if (verdict.status === 'invalid') await this.#dropReceipt(verdict, presented, linked.signal);
      return verdict;
    } finally {
      linked.release();
    }
  }

  async #decide(reply: Reply, presented: Presented, question: ReceiptQuestion): Promise<Verdict> {
    switch (reply.kind) {
      case 'valid': {
        const { identity, degraded, receipt } = reply;
        await this.#receipts?.keep(receipt, await this.#subject(presented), question);
        return validVerdict({ via: 'gateway', identity, checkedAt: question.now, degraded });
      }
      case 'invalid':
        return reply.verdict;
      case 'unavailable':
        return reply.mayGrace ? this.#withReceipt(reply.verdict, presented, question.signal) : reply.verdict;
    }
  }

  async #withReceipt(verdict: UnavailableVerdict, presented: Presented, signal: AbortSignal): Promise<Verdict> {
    const receipt = await this.#receipts?.recall(await this.#subject(presented), signal);
    if (receipt === undefined) return verdict;
    const { claims } = receipt;
    const { reason: because, retryAfterMs } = verdict;
    const until = new Date(receiptEnd(claims)).toISOString();
    const grace = { until, because, ...(retryAfterMs !== undefined && { retryAfterMs }) };
    const checkedAt = claims.iat * 1_000;
    return validVerdict({ via: 'receipt', identity: fromWire(claims.identity), checkedAt, degraded: false, grace });
  }

  async #onRefusal({ credential, error }: Refusal): Promise<void> {
    if (this.#own.has(credential)) return;
    const text = textOf(credential);
    await this.invalidate(text);
    const verdict = verdictOfError(error);
    if (verdict.status !== 'invalid') return;
    await this.#dropReceipt(verdict, { text, digest: await digestOf(text) }, this.#closing.signal);
  }

  /** A key that may not do this is still a key: 403 says nothing against its receipt. */
  async #dropReceipt({ reason }: InvalidVerdict, presented: Presented, signal: AbortSignal): Promise<void> {
    if (reason !== 'forbidden') await this.#receipts?.drop(await this.#subject(presented), signal);
  }

  /** Receipts of one key at two gateways, or of two installations, do not meet. */
  async #subject({ digest: keySha256 }: Presented): Promise<ReceiptSubject> {
    const facts = [this.http.url, this.#settings.installId ?? '', keySha256].join('\n');
    return { account: toHex(await sha256(facts)), keySha256 };
  }
}

/** Keys come from files and forms, with the line feed or blank of whoever pasted them. */
function textOf(key: string | Secret): string {
  return (typeof key === 'string' ? key : key.reveal()).trim();
}

async function digestOf(text: string): Promise<string> {
  return toBase64Url(await sha256(text));
}
