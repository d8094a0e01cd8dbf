import { toBase64Url, toHex, utf8 } from '../domain/encoding.ts';
import type { Digests } from '../ports/digests.ts';

/** The digests by WebCrypto, for every runtime. */
export function createWebDigests(): Digests {
  return {
    async sha256(text) {
      return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(text))));
    },
    hmac(secret) {
      const key = crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
      return async (data) => toHex(new Uint8Array(await crypto.subtle.sign('HMAC', await key, data)));
    },
  };
}
