import type { RandomBytes } from '@wicketgate/contract';
import { Secret } from '@wicketgate/core';
import { fromBase64Url, toBase64Url } from '../rules/base64url.ts';
import type { SealedRecord } from '../rules/token-note.ts';
import { TokenStoreError } from '../words/token-store-error.ts';

const ALGORITHM = 'AES-GCM';
const KEY_BYTES = 32;

/** A new key for the tokens of one sign-in: 256 bits. */
export function newTokensKey(random: RandomBytes): Secret {
  return new Secret(toBase64Url(random(new Uint8Array(KEY_BYTES))));
}

/** Seals the records of one sign-in, each for one account. */
export interface TokenSeal {
  seal(text: string, account: string): Promise<SealedRecord>;
  /** Throws `corrupt_record` for what was sealed with another key, or for another account, and for what was changed. */
  open(record: SealedRecord, account: string): Promise<string>;
}

/** AES-256-GCM with a key of `newTokensKey`. Throws a TypeError for any other. */
export function createTokenSeal(tokensKey: Secret, random: RandomBytes): TokenSeal {
  const bytes = fromBase64Url(tokensKey.reveal());
  if (bytes?.length !== KEY_BYTES) throw new TypeError('A key for tokens has 256 bits.');
  const key = crypto.subtle.importKey('raw', bytes, ALGORITHM, false, ['encrypt', 'decrypt']);
  // A note that was copied to the place of another account must not open there.
  const bindTo = (account: string) => new TextEncoder().encode(`wicketgate-editor-tokens/v1\n${account}`);
  return {
    async seal(text, account) {
      const nonce = new Uint8Array(12);
      random(nonce);
      const parameters = { name: ALGORITHM, iv: nonce, additionalData: bindTo(account) };
      const sealed = await crypto.subtle.encrypt(parameters, await key, new TextEncoder().encode(text));
      return { nonce, sealed: new Uint8Array(sealed) };
    },
    async open({ nonce, sealed }, account) {
      const parameters = { name: ALGORITHM, iv: nonce, additionalData: bindTo(account) };
      const text = await crypto.subtle.decrypt(parameters, await key, sealed).catch((cause: unknown) => {
        throw new TokenStoreError('corrupt_record', 'The tokens cannot be opened. Sign in again.', { cause });
      });
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(text);
    },
  };
}
