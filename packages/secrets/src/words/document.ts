/** The encrypted file as it stands on disk, format v1. `FORMAT.md` describes it to the byte. Binary is base64url, unpadded. */
export interface SecretsDocument {
  readonly format: 'wicketgate-secrets';
  readonly version: 1;
  /** 16 random bytes, made with the file and never changed. */
  readonly id: string;
  /** What the file is for, for instance its environment. Bound into every ciphertext. */
  readonly path: string;
  /** At least one. In the order in which they were added. */
  readonly wraps: readonly Wrap[];
  /** Sorted by name, by UTF-16 code units. */
  readonly secrets: readonly SealedSecret[];
  readonly index: {
    /** Goes up by one with every write. */
    readonly counter: number;
    /** HMAC-SHA-256 over the whole file with this member empty. */
    readonly mac: string;
  };
}

/** The data key, wrapped: each of these opens the file by itself. */
export type Wrap = KeyringWrap | PassphraseWrap | MasterKeyWrap | AgeWrap;
export type WrapKind = Wrap['kind'];

interface WrapBase {
  /** 8 random bytes. */
  readonly id: string;
}

/** Under a random key of 32 bytes in the OS keyring, at the account `file:<file id>:<wrap id>`. */
export interface KeyringWrap extends WrapBase {
  readonly kind: 'keyring';
  readonly nonce: string;
  readonly key: string;
}

/** Under scrypt(passphrase, salt, N=2^17, r=8, p=1), RFC 7914. */
export interface PassphraseWrap extends WrapBase {
  readonly kind: 'passphrase';
  readonly salt: string;
  readonly nonce: string;
  readonly key: string;
}

/** Under HKDF-SHA-256 of `WICKETGATE_MASTER_KEY`. */
export interface MasterKeyWrap extends WrapBase {
  readonly kind: 'master-key';
  /** Tells which master key it was, without saying anything about it: 8 bytes. */
  readonly keyId: string;
  readonly salt: string;
  readonly nonce: string;
  readonly key: string;
}

/** For an age recipient (age-encryption.org/v1), X25519. */
export interface AgeWrap extends WrapBase {
  readonly kind: 'age';
  readonly recipient: string;
  /** The age file whose content is the data key. */
  readonly key: string;
}

export interface SealedSecret {
  readonly name: string;
  /** Goes up by one each time the name is written. Starts at 1. */
  readonly version: number;
  /** Milliseconds since 1970 of the last write. */
  readonly updated: number;
  readonly nonce: string;
  /** Ciphertext and tag. */
  readonly value: string;
}
