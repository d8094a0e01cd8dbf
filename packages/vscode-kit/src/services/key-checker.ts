import type { PublicJwk, RandomBytes } from '@wicketgate/contract';
import {
  AuthValidator,
  type Clock,
  type Fetch,
  type HttpClient,
  type LogFields,
  type Logger,
  type Middleware,
  type ReceiptStore,
  type Secret,
  type UnavailableVerdict,
  type Verdict,
  WicketgateError,
} from '@wicketgate/core';
import { withinTime } from './time-limit.ts';

/** One attempt, and one more. What they leave of ten seconds is for a token before it, and for the receipt after it. */
const TIMEOUT_MS = 3_500;
const DEADLINE_MS = 7_400;
/** Nobody waits longer than this for a verdict, whatever hangs. */
const LONGEST_CHECK_MS = 7_900;

export interface KeyCheckerOptions {
  readonly url: string;
  readonly brand: string;
  readonly installId: string;
  readonly publicKeys: readonly PublicJwk[] | undefined;
  readonly issuer: string | undefined;
  /** Around every call. */
  readonly middleware?: Middleware;
  readonly receipts: ReceiptStore;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Undefined: the platform's, which VS Code patches for proxies and certificates. */
  readonly fetch: Fetch | undefined;
}

/** Asks one gateway about keys. */
export class KeyChecker {
  readonly #validator: AuthValidator;
  readonly #clock: Clock;
  readonly logger: Logger;

  /** Throws a TypeError for options that no validator takes. */
  constructor(options: KeyCheckerOptions) {
    const { url, brand, installId, publicKeys, issuer, receipts, logger, clock, random, fetch, middleware } = options;
    this.#clock = clock;
    this.logger = logger;
    this.#validator = new AuthValidator({
      ...{ url, brand, installId, receipts, logger, clock, random },
      ...{ timeoutMs: TIMEOUT_MS, deadlineMs: DEADLINE_MS, retries: 1 },
      ...(publicKeys !== undefined && { publicKeys }),
      ...(issuer !== undefined && { issuer }),
      ...(fetch !== undefined && { fetch }),
      ...(middleware !== undefined && { middleware: [middleware] }),
    });
  }

  /** The client that asks, for other calls of the same gateway. */
  get http(): HttpClient {
    return this.#validator.http;
  }

  /** Answers within ten seconds. Throws the signal's reason when it is aborted, and nothing else. */
  async check(key: Secret, signal: AbortSignal): Promise<Verdict> {
    const ending = new AbortController();
    try {
      const verdict = await withinTime({ clock: this.#clock, ms: LONGEST_CHECK_MS, signal }, () =>
        this.#validator.validate(key, { signal: ending.signal }),
      );
      this.logger.info(verdictFacts(verdict), 'the key was checked');
      return verdict;
    } catch (error) {
      signal.throwIfAborted();
      this.logger.warn({ error }, 'the check of the key failed');
      return failedVerdict(error);
    } finally {
      ending.abort();
    }
  }

  close(): void {
    this.#validator.close();
  }
}

/** What of a verdict belongs into the output, which alone tells what the gateway said in words. */
function verdictFacts(verdict: Verdict): LogFields {
  const { status } = verdict;
  if (status === 'valid') return { status, via: verdict.via, because: verdict.grace?.because };
  const { reason, code, requestId, message } = verdict;
  return { status, reason, code, requestId, message };
}

/** A check that fails says nothing about the key: it neither opens nor refuses. */
export function failedVerdict(error: unknown): UnavailableVerdict {
  const code = WicketgateError.isInstance(error) ? error.code : undefined;
  const reason = code === 'offline' || code === 'timeout' ? code : 'server';
  return {
    status: 'unavailable',
    reason,
    code: reason === 'server' ? 'unavailable' : reason,
    message: 'The check did not come to an end. Try again later.',
    next: 'retry_later',
  };
}
