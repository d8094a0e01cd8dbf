import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { createHash } from 'node:crypto';

/** A key that a client proves (RFC 9449). */
export interface ProofKey {
  readonly jkt: string;
  readonly publicJwk: JWK;
  readonly privateJwk: JWK;
  /** A proof; a member given as undefined is left out. */
  prove(claims: ProofMembers, header?: Readonly<Record<string, unknown>>): Promise<string>;
}

export interface ProofMembers {
  readonly htm?: unknown;
  readonly htu?: unknown;
  /** Seconds since 1970. */
  readonly iat?: unknown;
  readonly jti?: unknown;
  readonly ath?: unknown;
}

let proofs = 0;

export async function createProofKey(alg = 'ES256'): Promise<ProofKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  return {
    publicJwk,
    privateJwk: await exportJWK(privateKey),
    jkt: await calculateJwkThumbprint(publicJwk),
    prove: (claims, header = {}) => {
      proofs++;
      return new SignJWT({ jti: `proof-${proofs}`, ...claims } as JWTPayload)
        .setProtectedHeader({ alg, typ: 'dpop+jwt', jwk: publicJwk, ...header })
        .sign(privateKey);
    },
  };
}

/** `ath` of an access token. */
export function tokenDigest(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
