import type { RandomBytes } from '@wicketgate/contract';
import { Secret, systemRandom } from '@wicketgate/core';
import { createWebCipher, type WebCipher } from '../adapters/web-cipher.ts';
import { ASSOCIATED, associatedData } from '../rules/associated-data.ts';
import { decodeText, isWellFormed } from '../rules/binary.ts';
import { KEY_BYTES, NONCE_BYTES } from '../rules/cipher-sizes.ts';
import { formatSealedText, isKeyId, parseSealedText } from '../rules/sealed-text.ts';
import { encodeSecret } from '../rules/secret-value.ts';
import { SecretsError } from '../words/errors.ts';

/** A key of an envelope. */
export interface EnvelopeKey {
  /** 1 to 32 of `A-Z a-z 0-9 _ -`. Stands in every text that is sealed with it. */
  readonly id: string;
  /** 32 random bytes. Copied at once: wipe yours when the envelope is made. */
  readonly key: Uint8Array<ArrayBuffer>;
}

export interface EnvelopeOptions {
  /** At least one. Old keys stay until `reencrypt` has left none of their texts. */
  readonly keys: readonly EnvelopeKey[];
  /** The id of the key that seals. The others only open. */
  readonly current: string;
  /** Default: the platform's. */
  readonly random?: RandomBytes;
}

/** Where a sealed text belongs: `provider-keys`, and whose key it is. It opens nowhere else. Both are well-formed text. */
export interface SealedPlace {
  readonly path: string;
  readonly name: string;
}

/** Seals values for a place in a database, so that a stolen database is useless. `FORMAT.md` describes the text to the byte. */
export interface Envelope {
  /**
   * `wge1.<key id>.<nonce>.<ciphertext and tag>`. The value has 1 to 65,536 bytes of UTF-8, of one line or more; throws
   * `invalid_value`. Replace a key before it has sealed 2^32 values (NIST SP 800-38D section 8.3).
   */
  seal(plaintext: Secret, place: SealedPlace): Promise<string>;
  /**
   * Throws `undecryptable` when it is damaged, was sealed for another place or under another key of this id;
   * `unknown_key_id` and `unsupported_version`.
   */
  open(sealed: string, place: SealedPlace): Promise<Secret>;
  /** The id of the key that a text names. Throws `undecryptable` and `unsupported_version`. */
  keyIdOf(sealed: string): string;
  /** Whether a text names the key that seals now. Throws as `keyIdOf` does. */
  isCurrent(sealed: string): boolean;
}

/** An envelope over WebCrypto: AES-256-GCM with a random nonce. Throws a TypeError when its keys do not fit the options. */
export function createEnvelope({ keys, current, random = systemRandom }: EnvelopeOptions): Envelope {
  const ring = createRing(keys);
  const sealing = ring.get(current);
  if (sealing === undefined) throw new TypeError('current must be the id of one of the keys.');
  return {
    async seal(plaintext, place) {
      const associated = boundTo(current, place);
      const bytes = encodeSecret(place.name, plaintext);
      const nonce = random(new Uint8Array(NONCE_BYTES));
      const ciphertext = await sealing.seal({ nonce, associated, bytes }).finally(() => bytes.fill(0));
      return formatSealedText({ keyId: current, nonce, ciphertext });
    },
    async open(sealed, place) {
      const { keyId, nonce, ciphertext } = parseSealedText(sealed);
      const cipher = ring.get(keyId);
      if (cipher === undefined) throw unknownKey(keyId);
      // Nothing can have been sealed for such a place.
      if (!isWellFormed(place.path) || !isWellFormed(place.name)) throw undecryptable(keyId);
      const bytes = await cipher.open({ nonce, associated: boundTo(keyId, place), bytes: ciphertext });
      if (bytes === undefined) throw undecryptable(keyId);
      return secretOf(bytes);
    },
    keyIdOf: (sealed) => parseSealedText(sealed).keyId,
    isCurrent: (sealed) => parseSealedText(sealed).keyId === current,
  };
}

function createRing(keys: readonly EnvelopeKey[]): ReadonlyMap<string, WebCipher> {
  // All of them first: no key is taken into WebCrypto when one of them does not fit.
  for (const { id, key } of keys) {
    if (!isKeyId(id)) throw new TypeError('The id of a key is 1 to 32 of A-Z, a-z, 0-9, "_" and "-".');
    if (key.length !== KEY_BYTES) throw new TypeError(`The key ${id} must have ${KEY_BYTES} bytes.`);
    if (key.every((byte) => byte === key[0])) throw new TypeError(`The key ${id} is not random.`);
  }
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new TypeError('Two keys have the same id.');
  return new Map(keys.map(({ id, key }) => [id, createWebCipher(key)]));
}

function boundTo(keyId: string, { path, name }: SealedPlace): Uint8Array<ArrayBuffer> {
  return associatedData(ASSOCIATED.envelope, [keyId, path, name]);
}

function secretOf(bytes: Uint8Array): Secret {
  const value = new Secret(decodeText(bytes));
  bytes.fill(0);
  return value;
}

function unknownKey(keyId: string): SecretsError {
  return new SecretsError('unknown_key_id', `The sealed text names the key ${keyId}, which is not in the ring.`, {
    hint: 'Give the envelope that key as well until everything is encrypted anew.',
  });
}

function undecryptable(keyId: string): SecretsError {
  return new SecretsError('undecryptable', `The sealed text does not open under the key ${keyId}.`, {
    hint: 'It is damaged, was sealed for another place, or under another key of this id.',
  });
}
