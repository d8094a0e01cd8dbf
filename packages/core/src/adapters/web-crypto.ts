import type { PublicJwk } from '@wicketgate/contract';

/** SHA-256 of a text in UTF-8. */
export async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

export interface SignedBytes {
  readonly signed: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/**
 * Whether an Ed25519 signature (RFC 8032) is that of the key. False as well when the platform cannot tell: a receipt that
 * nobody verified is none.
 */
export async function verifyEd25519({ kty, crv, x }: PublicJwk, { signed, signature }: SignedBytes): Promise<boolean> {
  try {
    // Only these three members: runtimes disagree on how `alg` is spelled, and refuse what they do not know.
    const key = await crypto.subtle.importKey('jwk', { kty, crv, x }, { name: 'Ed25519' }, false, ['verify']);
    return await crypto.subtle.verify({ name: 'Ed25519' }, key, signature, signed);
  } catch {
    return false;
  }
}
