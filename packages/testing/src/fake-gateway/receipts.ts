import { type PublicJwk, RECEIPT_TYPE, type RandomBytes } from '@wicketgate/contract';

/** Signs with an Ed25519 key and publishes its public half. */
export interface ReceiptSigner {
  /** A compact JWS. Default type: a receipt. */
  sign(claims: object, type?: string): Promise<string>;
  readonly publicKey: PublicJwk;
}

/** The outline of a PKCS #8 Ed25519 key before its 32 bytes of seed (RFC 8410 section 7). */
const PKCS8_HEAD = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

export async function createReceiptSigner(random: RandomBytes): Promise<ReceiptSigner> {
  const pkcs8 = Uint8Array.from([...PKCS8_HEAD, ...random(new Uint8Array(32))]);
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
  const { x } = (await crypto.subtle.exportKey('jwk', key)) as { x: string };
  // The members in alphabetical order without spaces: the thumbprint of RFC 7638 section 3.2.
  const kid = base64url(await sha256(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x })));

  return {
    publicKey: { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' },
    async sign(claims, type = RECEIPT_TYPE) {
      const head = base64url(encode(JSON.stringify({ alg: 'EdDSA', typ: type, kid })));
      const signed = `${head}.${base64url(encode(JSON.stringify(claims)))}`;
      const signature = await crypto.subtle.sign('Ed25519', key, encode(signed));
      return `${signed}.${base64url(new Uint8Array(signature))}`;
    },
  };
}

export async function sha256(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', encode(text)));
}

export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
