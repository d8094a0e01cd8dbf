/** The gateway's own keys (never those of callers). They live outside the database. */
export interface ServiceKeys {
  /** Peppers by version; the highest is used for new keys, the others still verify. 32 bytes each. */
  readonly peppers: readonly { readonly version: number; readonly secret: Uint8Array<ArrayBuffer> }[];
  /** Ed25519 seeds by key id; the first signs, the others are still published. 32 bytes each. */
  readonly signing: readonly { readonly kid: string; readonly seed: Uint8Array<ArrayBuffer> }[];
  /** AES-256 keys by an id that follows from the key; the first seals, the others still open. 32 bytes each. */
  readonly encryption: readonly { readonly id: string; readonly key: Uint8Array<ArrayBuffer> }[];
}
