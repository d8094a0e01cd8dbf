import type { KeyRecord } from '../domain/key-record.ts';

/** A key that may pass, and what the request path needs of it. */
export interface VerifiedKey {
  readonly record: KeyRecord;
  /** SHA-256 of the presented key, base64url: what a receipt is bound to. */
  readonly keySha256: string;
  /** True when the store was out of reach and the verdict comes from the cache. */
  readonly degraded: boolean;
}

export type Verdict =
  | { readonly ok: true; readonly key: VerifiedKey }
  | { readonly ok: false; readonly reason: 'malformed_key' | 'unknown_key' }
  | { readonly ok: false; readonly reason: 'key_suspended' | 'key_revoked'; readonly keyId: string; readonly because: string | null }
  | { readonly ok: false; readonly reason: 'key_expired'; readonly keyId: string; readonly at: number }
  | { readonly ok: false; readonly reason: 'unavailable' };

export interface Verifier {
  /** Decides about a presented key. Malformed and unregistered shapes are refused without I/O. */
  verify(presented: string, now: number): Promise<Verdict>;
  /** Forgets what is cached of a key, so that the next request sees the change. */
  forget(keyId: string): void;
}
