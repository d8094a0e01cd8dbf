import type { PublicJwk } from '@wicketgate/contract';
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
