import {
  DEFAULT_RECEIPT_TTL_SECONDS,
  type PublicJwk,
  RECEIPT_TYPE,
  type WireReceiptClaims,
} from '@wicketgate/contract';
import { createSigningKey, publicJwkOf } from '../adapters/ed25519.ts';
import { createBoundedMap } from '../domain/bounded-map.ts';
import { type Caller, callerExpiresAt, callerPrincipal, toWireIdentity } from '../domain/caller.ts';
import type { ServiceKeys } from '../ports/service-keys.ts';
import { createJwsSigner } from './compact-jws.ts';

export interface Receipt {
  /** Compact JWS. */
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface ReceiptIssuer {
  /** The receipt of a caller and installation: the same one for ten minutes, a new one after any change of the caller. */
  issue(caller: Caller, installId: string | undefined, now: number): Promise<Receipt>;
  /** Drops what is kept of a key and of the sign-ins that came about by it, or of a sign-in. */
  forget(id: string): void;
  /** Drops what is kept of every sign-in. */
  forgetSessions(): void;
  /** What verifiers need: the current and earlier public keys. */
  readonly publicKeys: readonly PublicJwk[];
}

export interface ReceiptIssuerOptions {
  /** The first signs, the others are published, so that receipts they signed stay good. */
  readonly signing: ServiceKeys['signing'];
  /** The gateway's public URL: `iss` of the receipts. */
  readonly issuer: string;
  /** Whole seconds from 1 on; default 259,200 (72 hours). Never beyond the end of the key or sign-in. */
  readonly ttlSeconds?: number;
}

/** How long a receipt is given again, and no longer than half its life. */
const REUSE_MS = 10 * 60_000;
const KEPT_RECEIPTS = 10_000;

interface Kept {
  readonly caller: Caller;
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
  const signed = createJwsSigner(signer, RECEIPT_TYPE);
  const kept = createBoundedMap<string, Kept>({ max: KEPT_RECEIPTS });
  const reuseMs = Math.min(REUSE_MS, (ttlSeconds * 1_000) / 2);

  const sign = async (claims: WireReceiptClaims): Promise<Receipt> => {
    return { token: await signed(claims), expiresAt: claims.exp * 1_000 };
  };

  const dropWhere = (isMeant: (caller: Caller) => boolean) => {
    for (const [name, { caller }] of kept.entries()) if (isMeant(caller)) kept.delete(name);
  };

  return {
    publicKeys: keys.map(publicJwkOf),
    issue(caller, installId, now) {
      const name = `${caller.sha256}.${revisionOf(caller)}.${installId ?? ''}`;
      const known = kept.get(name);
      if (known && known.issuedAt <= now && now < known.issuedAt + reuseMs) return known.receipt;
      const receipt = sign(claimsOf(caller, installId, { issuer, ttlSeconds, now }));
      kept.set(name, { caller, issuedAt: now, receipt });
      // A failure is the caller's to see, and must not be given again.
      receipt.catch(() => {
        kept.delete(name);
      });
      return receipt;
    },
    forget(id) {
      dropWhere((caller) => standsOn(caller, id));
    },
    forgetSessions() {
      dropWhere(({ kind }) => kind === 'session');
    },
  };
}

interface Terms {
  readonly issuer: string;
  readonly ttlSeconds: number;
  readonly now: number;
}

function claimsOf(caller: Caller, installId: string | undefined, terms: Terms): WireReceiptClaims {
  const iat = Math.floor(terms.now / 1_000);
  const end = callerExpiresAt(caller);
  return {
    iss: terms.issuer,
    sub: callerPrincipal(caller).id,
    iat,
    exp: Math.min(iat + terms.ttlSeconds, end === null ? Infinity : Math.floor(end / 1_000)),
    key_sha256: caller.sha256,
    ...(installId !== undefined && { install_id: installId }),
    identity: toWireIdentity(caller),
  };
}

function revisionOf(caller: Caller): number {
  return caller.kind === 'key' ? caller.record.revision : caller.revision;
}

/** Whether a caller is what is named, or came about by it. */
function standsOn(caller: Caller, id: string): boolean {
  if (caller.kind === 'key') return caller.record.id === id;
  const { session } = caller;
  return session.id === id || (session.source.kind === 'key' && session.source.id === id);
}
