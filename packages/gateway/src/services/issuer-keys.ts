import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod/mini';
import type { WebFetch } from '../adapters/provider-fetch.ts';
import { ProviderDown } from '../domain/provider-errors.ts';
import { createDiscovery, type Discovery } from './openid-discovery.ts';

/** How long the keys of an issuer are used without asking again. */
const FRESH_MS = 10 * 60_000;
/** How long they stand in while the issuer does not answer. */
const STALE_MS = 24 * 60 * 60_000;
/** How soon an unknown key makes us ask again: whoever invents key ids must not make us flood the issuer. */
const COOLDOWN_MS = 60_000;

/** The published keys of issuers that the configuration names; no token can name another. */
export interface IssuerKeys {
  /** For `jwtVerify`. The function throws `ProviderDown` while the issuer does not answer and nothing of it is known. */
  keysOf(issuer: string, now: number): JWTVerifyGetKey;
}

interface KnownKeys {
  readonly find: JWTVerifyGetKey;
  readonly at: number;
}

const keySetSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())).check(z.maxLength(100)) });

export function createIssuerKeys(fetch: WebFetch): IssuerKeys {
  const issuers = new Map<string, { readonly discovery: Discovery; known?: KnownKeys; reading?: Promise<KnownKeys> }>();

  const entryOf = (issuer: string) => {
    const found = issuers.get(issuer) ?? { discovery: createDiscovery({ name: issuer, issuer, fetch }) };
    issuers.set(issuer, found);
    return found;
  };

  const read = async (issuer: string, now: number): Promise<KnownKeys> => {
    const entry = entryOf(issuer);
    try {
      const { jwks_uri: address } = await entry.discovery.read(now);
      if (address === undefined) throw new TypeError('The issuer names no jwks_uri.');
      const response = await fetch(address, { headers: { accept: 'application/json' } });
      if (response.status !== 200) throw new TypeError(`The keys of the issuer answer ${response.status}.`);
      const keySet = keySetSchema.parse(await response.json());
      return (entry.known = { find: createLocalJWKSet(keySet), at: now });
    } catch (cause) {
      entry.discovery.forget();
      throw cause instanceof ProviderDown ? cause : new ProviderDown(issuer, { cause });
    }
  };

  const readOnce = (issuer: string, now: number): Promise<KnownKeys> => {
    const entry = entryOf(issuer);
    const reading = (entry.reading ??= read(issuer, now).finally(() => {
      delete entry.reading;
    }));
    return reading;
  };

  /** What is known, while it is fresh or the issuer does not answer. */
  const current = async (issuer: string, now: number): Promise<KnownKeys> => {
    const { known } = entryOf(issuer);
    if (known && isWithin(now, known.at, FRESH_MS)) return known;
    return readOnce(issuer, now).catch((error: unknown) => {
      if (known && isWithin(now, known.at, STALE_MS)) return known;
      throw error;
    });
  };

  return {
    keysOf: (issuer, now) => async (header, token) => {
      const known = await current(issuer, now);
      try {
        return await known.find(header, token);
      } catch (error) {
        // The platform's word for a key that is none: it is the issuer who cannot be believed, not the token.
        if (!(error instanceof errors.JOSEError)) throw new ProviderDown(issuer, { cause: error });
        if (!(error instanceof errors.JWKSNoMatchingKey) || isWithin(now, known.at, COOLDOWN_MS)) throw error;
        return (await readOnce(issuer, now)).find(header, token);
      }
    },
  };
}

function isWithin(now: number, from: number, ms: number): boolean {
  return from <= now && now < from + ms;
}
