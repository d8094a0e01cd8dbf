import { retryDelay } from '../../rules/retry.ts';
import { WicketgateError } from '../../words/errors.ts';
import type { HttpSettings } from '../http-options.ts';
import { withTimeLimit } from '../time-limit.ts';

/**
 * All tries together. Within the 30 seconds for which a gateway answers a refresh again whose answer was lost, and within those
 * that others wait for the lock of a sign-in.
 */
const DEADLINE_MS = 20_000;

export interface Repetition {
  readonly http: HttpSettings;
  readonly signal?: AbortSignal | undefined;
}

/** Does what may be done twice again after failures that may pass, with the pauses of the HTTP client. 20 seconds at most. */
export async function withRetries<T>(
  { http, signal }: Repetition,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { clock } = http;
  const endsAt = clock.now() + DEADLINE_MS;
  const error = () => new WicketgateError('timeout', 'The gateway did not answer in time. Try again later.');
  return withTimeLimit({ clock, ms: DEADLINE_MS, signal, error }, async (limited) => {
    for (let attempts = 1; ; attempts++) {
      try {
        return await work(limited);
      } catch (error) {
        limited.throwIfAborted();
        if (!WicketgateError.isInstance(error)) throw error;
        const { retries, random } = http;
        const delay = retryDelay(error, { attempts, retries, remainingMs: endsAt - clock.now(), random });
        if (delay === undefined) throw error;
        await clock.sleep(delay, limited);
      }
    }
  });
}

/** What the caller's signal ended throws `aborted`, whatever it threw. */
export async function endedBy<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    signal?.throwIfAborted();
    return await work();
  } catch (error) {
    if (!signal?.aborted) throw error;
    throw new WicketgateError('aborted', 'The sign-in was ended by its caller.', { cause: signal.reason });
  }
}
