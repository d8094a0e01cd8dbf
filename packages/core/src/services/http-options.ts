import type { RandomBytes } from '@wicketgate/contract';
import manifest from '../../package.json' with { type: 'json' };
import { systemClock } from '../adapters/system-clock.ts';
import { mayNameItself, systemFetch } from '../adapters/system-fetch.ts';
import { systemRandom } from '../adapters/system-random.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fetch, Middleware } from '../ports/fetch.ts';
import type { Logger } from '../ports/logger.ts';
import { parseBaseUrl } from '../rules/base-url.ts';
import { checkWholeNumber } from '../rules/option-checks.ts';

const LONGEST_LIMIT_MS = 10 * 60_000;

export interface HttpClientOptions {
  /**
   * Base URL of the gateway; may carry a path. https, or http on loopback. User info, query and fragment are refused.
   */
  readonly url: string | URL;
  /** Milliseconds one attempt may take, body included. 1 to 600,000, default 10,000. */
  readonly timeoutMs?: number;
  /** Milliseconds the whole call may take, with all attempts and pauses. 1 to 600,000, default 30,000. */
  readonly deadlineMs?: number;
  /**
   * Attempts after the first, for endpoints that may be repeated. 0 to 10, default 2. Repeated are network failures,
   * timeouts and the statuses 408, 429, 500, 502, 503 and 504.
   */
  readonly retries?: number;
  /** Largest answer in bytes after decompression. 1 to 67,108,864, default 1,048,576. A larger one is given up. */
  readonly maxAnswerBytes?: number;
  /** `User-Agent`, where the platform allows one. Default `wicketgate-core/<version>`. */
  readonly userAgent?: string;
  /** Functions around every attempt, outermost first. They see the key: log nothing unredacted there. */
  readonly middleware?: readonly Middleware[];
  /** Told of retries. Default: nobody. */
  readonly logger?: Logger;
  /** Default: the platform's, as it is when the client is made. */
  readonly fetch?: Fetch;
  /** Default: the platform's. */
  readonly clock?: Clock;
  /** Default: the platform's. Spreads retries over time. */
  readonly random?: RandomBytes;
}

/** Options that have been checked, with every default filled in. */
export interface HttpSettings {
  readonly url: string;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retries: number;
  readonly maxAnswerBytes: number;
  readonly userAgent: string | undefined;
  readonly middleware: readonly Middleware[];
  readonly logger: Logger | undefined;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Fills in the defaults. Throws a TypeError that names the first option it cannot take. */
export function httpSettings(options: HttpClientOptions): HttpSettings {
  const { userAgent = `wicketgate-core/${manifest.version}` } = options;
  // Header injection: a line feed would begin a header of its own.
  if (!/^[\x20-\x7e]{1,256}$/.test(userAgent)) throw new TypeError('userAgent must be 1 to 256 printable characters.');
  return {
    url: parseBaseUrl(options.url),
    timeoutMs: checkWholeNumber('timeoutMs', options.timeoutMs ?? 10_000, { min: 1, max: LONGEST_LIMIT_MS }),
    deadlineMs: checkWholeNumber('deadlineMs', options.deadlineMs ?? 30_000, { min: 1, max: LONGEST_LIMIT_MS }),
    retries: checkWholeNumber('retries', options.retries ?? 2, { min: 0, max: 10 }),
    maxAnswerBytes: checkWholeNumber('maxAnswerBytes', options.maxAnswerBytes ?? 2 ** 20, { min: 1, max: 2 ** 26 }),
    userAgent: mayNameItself() ? userAgent : undefined,
    middleware: options.middleware ?? [],
    logger: options.logger,
    fetch: options.fetch ?? systemFetch(),
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
  };
}
