import type { WireReceiptClaims } from '@wicketgate/contract';

/** How far two honest clocks may lie apart. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** What a receipt has to fit. Times are milliseconds since 1970. */
export interface ReceiptCircumstances {
  readonly now: number;
  /** The latest time that was ever seen together with this receipt. */
  readonly seenAt: number;
  /** base64url of the SHA-256 of the key in question. */
  readonly keySha256: string;
  readonly installId: string | undefined;
  /** The issuer to insist on; undefined for whoever holds the signing key. */
  readonly issuer: string | undefined;
}

/** Why a receipt with a good signature does not stand in for the gateway. */
export type ReceiptFlaw =
  'other_key' | 'other_install' | 'other_issuer' | 'clock_went_back' | 'issued_in_future' | 'expired';

/**
 * Decides whether the claims of a verified receipt serve here and now. A clock that runs behind the latest time ever seen,
 * or behind the time of issue, by more than five minutes was set back to stretch the receipt.
 */
export function receiptFlaw(claims: WireReceiptClaims, at: ReceiptCircumstances): ReceiptFlaw | undefined {
  if (claims.key_sha256 !== at.keySha256) return 'other_key';
  if (claims.install_id !== at.installId) return 'other_install';
  if (at.issuer !== undefined && claims.iss !== at.issuer) return 'other_issuer';
  if (at.now < at.seenAt - CLOCK_TOLERANCE_MS) return 'clock_went_back';
  if (at.now < claims.iat * 1_000 - CLOCK_TOLERANCE_MS) return 'issued_in_future';
  // Not "now >= end": an end that is no number would never come.
  if (!(at.now < receiptEnd(claims))) return 'expired';
  return undefined;
}

/** When a receipt ends: with itself or with the key that it was given for, whatever comes first. */
export function receiptEnd(claims: WireReceiptClaims): number {
  const keyEnd = claims.identity.expires_at;
  return Math.min(claims.exp * 1_000, keyEnd === null ? Infinity : Date.parse(keyEnd));
}
