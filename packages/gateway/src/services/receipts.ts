import {
  DEFAULT_RECEIPT_TTL_SECONDS,
  type PublicJwk,
  RECEIPT_TYPE,
  type WireReceiptClaims,
} from '@wicketgate/contract';
import { createSigningKey, publicJwkOf, type SigningKey } from '../adapters/ed25519.ts';
import { createBoundedMap } from '../domain/bounded-map.ts';
import { toBase64Url, utf8 } from '../domain/encoding.ts';
import { toWireIdentity } from '../domain/wire-key.ts';
import type { ServiceKeys } from '../ports/service-keys.ts';
import type { VerifiedKey } from './verifier.ts';

export interface Receipt {
  /** Compact JWS. */
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface ReceiptIssuer {
  /** The receipt of a key and installation: the same one for ten minutes, a new one after any change of the key. */
  issue(key: VerifiedKey, installId: string | undefined, now: number): Promise<Receipt>;
  /** Drops what is kept of a key. */
  forget(keyId: string): void;
  /** What verifiers need: the current and earlier public keys. */
  readonly publicKeys: readonly PublicJwk[];
}

export interface ReceiptIssuerOptions {
  /** The first signs, the others are published, so that receipts they signed stay good. */
  readonly signing: ServiceKeys['signing'];
  /** The gateway's public URL: `iss` of the receipts. */
  readonly issuer: string;
  /** Whole seconds from 1 on; default 259,200 (72 hours). Never beyond the end of the key. */
  readonly ttlSeconds?: number;
}

/** How long a receipt is given again, and no longer than half its life. */
const REUSE_MS = 10 * 60_000;
const KEPT_RECEIPTS = 10_000;

interface Kept {
  readonly keyId: string;
  readonly issuedAt: number;
  readonly receipt: Promise<Receipt>;
}

/** Throws a TypeError for no signing key, a seed that is not 32 bytes long, or a bad life time. */
export async function createReceiptIssuer(options: ReceiptIssuerOptions): Promise<ReceiptIssuer> {
  const { signing, issuer, ttlSeconds = DEFAULT_RECEIPT_TTL_SECONDS } = options;
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 1) throw new TypeError('ttlSeconds is a whole number from 1 on.');
  const keys = await Promise.all(signing.map(({ seed }) => createSigningKey(seed)));
  const [signer] = keys;
  if (!signer) throw new TypeError('The gateway needs at least one signing key.');
  const header = encodeJson({ alg: 'EdDSA', typ: RECEIPT_TYPE, kid: signer.kid });
  const kept = createBoundedMap<string, Kept>({ max: KEPT_RECEIPTS });
  const reuseMs = Math.min(REUSE_MS, (ttlSeconds * 1_000) / 2);

  const sign = async (claims: WireReceiptClaims): Promise<Receipt> => {
    const signed = `${header}.${encodeJson(claims)}`;
    return { token: `${signed}.${await signature(signer, signed)}`, expiresAt: claims.exp * 1_000 };
  };

  return {
    publicKeys: keys.map(publicJwkOf),
    issue(key, installId, now) {
      const name = `${key.keySha256}.${key.record.revision}.${installId ?? ''}`;
      const known = kept.get(name);
      if (known && known.issuedAt <= now && now < known.issuedAt + reuseMs) return known.receipt;
      const receipt = sign(claimsOf(key, installId, { issuer, ttlSeconds, now }));
      kept.set(name, { keyId: key.record.id, issuedAt: now, receipt });
      // A failure is the caller's to see, and must not be given again.
      receipt.catch(() => {
        kept.delete(name);
      });
      return receipt;
    },
    forget(keyId) {
      for (const [name, entry] of kept.entries()) if (entry.keyId === keyId) kept.delete(name);
    },
  };
}

interface Terms {
  readonly issuer: string;
  readonly ttlSeconds: number;
  readonly now: number;
}

function claimsOf({ record, keySha256 }: VerifiedKey, installId: string | undefined, terms: Terms): WireReceiptClaims {
  const iat = Math.floor(terms.now / 1_000);
  const keyEnds = record.expiresAt === null ? Infinity : Math.floor(record.expiresAt / 1_000);
  return {
    iss: terms.issuer,
    sub: record.owner.id,
    iat,
    exp: Math.min(iat + terms.ttlSeconds, keyEnds),
    key_sha256: keySha256,
    ...(installId !== undefined && { install_id: installId }),
    identity: toWireIdentity(record),
  };
}

async function signature(signer: SigningKey, signed: string): Promise<string> {
  return toBase64Url(await signer.sign(utf8(signed)));
}

function encodeJson(value: unknown): string {
  return toBase64Url(utf8(JSON.stringify(value)));
}
