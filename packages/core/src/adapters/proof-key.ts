import type { RandomBytes } from '@wicketgate/contract';
import { toBase64Url } from '../rules/byte-text.ts';
import { Secret } from '../words/secret.ts';
import { sha256 } from './web-crypto.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** A request whose sender is to be proved. */
export interface ProvedRequest {
  readonly method: string;
  readonly url: string;
  /** The access token that it presents; undefined at the token endpoint. */
  readonly accessToken?: string | undefined;
}

export interface ProofTime {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly random: RandomBytes;
}

/** A new ES256 key that tokens can be bound to (RFC 9449): a private JWK. */
export async function mintProofKey(): Promise<Secret> {
  const { privateKey } = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', privateKey);
  return new Secret(JSON.stringify({ kty, crv, x, y, d }));
}

/** A proof of the key for one request (RFC 9449 section 4.2). Throws when the key is none. */
export async function proveKey(key: Secret, request: ProvedRequest, { now, random }: ProofTime): Promise<string> {
  const { kty, crv, x, y, d } = JSON.parse(key.reveal()) as JsonWebKey;
  const { origin, pathname } = new URL(request.url);
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } };
  const claims = {
    jti: toBase64Url(random(new Uint8Array(16))),
    htm: request.method,
    htu: origin + pathname,
    iat: Math.floor(now / 1_000),
    ...(request.accessToken !== undefined && { ath: toBase64Url(await sha256(request.accessToken)) }),
  };
  const signed = [header, claims].map((part) => toBase64Url(utf8(JSON.stringify(part)))).join('.');
  const signer = await crypto.subtle.importKey('jwk', { kty, crv, x, y, d } as JsonWebKey, ALGORITHM, false, ['sign']);
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, signer, utf8(signed));
  return `${signed}.${toBase64Url(new Uint8Array(signature))}`;
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
