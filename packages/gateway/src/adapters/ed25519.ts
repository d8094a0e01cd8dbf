import type { PublicJwk } from '@wicketgate/contract';
import { toBase64Url, utf8 } from '../domain/encoding.ts';

/** What stands before the seed in a PKCS #8 document (RFC 8410 section 7). */
const PKCS8_HEAD = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
const SEED_BYTES = 32;

/** An Ed25519 key that signs; its seed cannot be read back from it. */
export interface SigningKey {
  /** Thumbprint of the public key (RFC 7638, RFC 8037 section 2), base64url. */
  readonly kid: string;
  /** The public key, base64url. */
  readonly x: string;
  sign(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

/** Derives the key pair of a 32-byte seed. Throws a TypeError for another length. */
export async function createSigningKey(seed: Uint8Array<ArrayBuffer>): Promise<SigningKey> {
  if (seed.length !== SEED_BYTES) throw new TypeError(`An Ed25519 seed has ${SEED_BYTES} bytes.`);
  const pkcs8 = Uint8Array.from([...PKCS8_HEAD, ...seed]);
  // WebCrypto derives the public key when it exports a private one, and in no other way.
  const readable = await importSeed(pkcs8, 'readable');
  const { x = '' } = await crypto.subtle.exportKey('jwk', readable);
  const key = await importSeed(pkcs8, 'opaque');
  return {
    x,
    kid: await thumbprint(x),
    sign: async (data) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, data)),
  };
}

/** The public key as the service publishes it. */
export function publicJwkOf({ kid, x }: Pick<SigningKey, 'kid' | 'x'>): PublicJwk {
  return { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' };
}

function importSeed(pkcs8: Uint8Array<ArrayBuffer>, kind: 'readable' | 'opaque'): Promise<CryptoKey> {
  return crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', kind === 'readable', ['sign']);
}

/** The required members in lexicographic order, without white space (RFC 7638 section 3). */
async function thumbprint(x: string): Promise<string> {
  const members = JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x });
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(members))));
}
