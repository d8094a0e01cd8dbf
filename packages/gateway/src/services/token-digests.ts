import type { Digests } from '../ports/digests.ts';
import type { ServiceKeys } from '../ports/service-keys.ts';
import { createKeyDigests } from './key-digests.ts';

/**
 * The digests of opaque texts at rest: those of API keys, HMAC-SHA-256 under a pepper over the SHA-256. What is made is
 * digested under the newest pepper; what is presented is looked up under every one.
 */
export interface TokenDigests {
  newest(text: string): Promise<string>;
  all(text: string): Promise<readonly string[]>;
  /** A user code as `parseUserCode` reads it. Marked, so that no other text has its digest. */
  newestOfUserCode(code: string): Promise<string>;
  allOfUserCode(code: string): Promise<readonly string[]>;
  /** SHA-256 of a text, base64url: what a PKCE challenge is compared with. */
  sha256(text: string): Promise<string>;
}

/** Throws a TypeError for no peppers, two of one version, or one that is not 32 bytes long. */
export function createTokenDigests(digests: Digests, peppers: ServiceKeys['peppers']): TokenDigests {
  const keyed = createKeyDigests(digests, peppers);
  const newest = async (text: string) => (await keyed.newest(await keyed.sha256(text))).digest;
  const all = async (text: string) => (await keyed.all(await keyed.sha256(text))).map(({ digest }) => digest);
  return {
    newest,
    all,
    newestOfUserCode: (code) => newest(`user_code:${code}`),
    allOfUserCode: (code) => all(`user_code:${code}`),
    sha256: async (text) => digests.sha256(text),
  };
}
