import { endpoints } from '@wicketgate/contract';
import type { Middleware } from '../../ports/fetch.ts';
import type { Person, SignInTokens } from '../../words/sign-in.ts';
import { createHttpClient } from '../http-client.ts';
import type { HttpSettings } from '../http-options.ts';
import type { ProofKeys } from './proof-middleware.ts';

/** Asking who it is must not hold up the sign-in. */
const IDENTIFY_MS = 3_000;

export interface IdentifyOptions {
  readonly http: HttpSettings;
  /** Learns the keys of tokens that are bound to one. */
  readonly keys: ProofKeys;
  /** Proves those keys. */
  readonly middleware: Middleware;
}

/** Asks the gateway who tokens speak for; undefined when it does not say. */
export type Identify = (tokens: SignInTokens, signal?: AbortSignal) => Promise<Person | undefined>;

export function createIdentify({ http, keys, middleware }: IdentifyOptions): Identify {
  const { url, fetch, clock, random, userAgent } = http;
  const client = createHttpClient({
    ...{ url, fetch, clock, random, retries: 0, timeoutMs: IDENTIFY_MS, deadlineMs: IDENTIFY_MS },
    middleware: [...http.middleware, middleware],
    ...(userAgent !== undefined && { userAgent }),
  });
  return async ({ accessToken, proofKey }, signal) => {
    if (proofKey) keys.set(accessToken.reveal(), proofKey);
    try {
      const { principal } = await client.call(endpoints.auth.me, {}, { signal, credential: accessToken });
      return principal;
    } catch {
      signal?.throwIfAborted();
      return undefined;
    }
  };
}
