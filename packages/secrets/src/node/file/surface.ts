import type { RandomBytes } from '@wicketgate/contract';
import type { Clock, Logger, Secret, SecretStore } from '@wicketgate/core';
import type { Keyring } from '../../ports/keyring.ts';
import type { WrapKind } from '../../words/document.ts';
import type { SecretsErrorCode } from '../../words/errors.ts';

export interface SecretFileOptions {
  /** The path of the file. Its backup, lock and temporary files stand beside it. */
  readonly file: string;
  /** What the file is for, for instance its environment. A file made for something else is refused. */
  readonly path: string;
  readonly keys: WrappingKeys;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger?: Logger;
  /** Hears of what a person should know and no error says. */
  readonly onNotice?: (notice: SecretFileNotice) => void;
  /** Milliseconds to wait for another process that writes. 0 to 600,000, default 30,000; then `lock_timeout`. */
  readonly lockWaitMs?: number;
}

/** The keys at hand, asked in this order. Whatever is left out is not at hand. */
export interface WrappingKeys {
  /** Of this machine. It also witnesses the counter of every file that it sees, whichever key opens the file. */
  readonly keyring?: Keyring;
  /** The text of `WICKETGATE_MASTER_KEY`: 32 bytes as base64, base64url or hexadecimal. */
  readonly masterKey?: Secret;
  /** An age identity (`AGE-SECRET-KEY-1…`) or the text of an identity file. Asked only for a file with an age wrap. */
  readonly ageIdentity?: (signal?: AbortSignal) => Promise<Secret | undefined>;
  /**
   * Asks for the passphrase, and again after a wrong one, with the number of the attempt, from 1. Undefined: nobody
   * answers. Asked last, and only for a file with a passphrase wrap.
   */
  readonly passphrase?: (attempt: number, signal?: AbortSignal) => Promise<Secret | undefined>;
  /** `file`: what answers for the passphrase asks no person. Default `person`: then it is not asked because of a name that is missing. */
  readonly passphraseFrom?: 'person' | 'file';
}

/** A key that shall open the file. */
export type NewWrap =
  | { readonly kind: 'keyring' }
  /** 12 characters at least, 1,024 bytes at most. */
  | { readonly kind: 'passphrase'; readonly passphrase: Secret }
  /** An X25519 recipient, `age1…`. */
  | { readonly kind: 'age'; readonly recipient: string }
  /** 32 bytes as in the options, by default the master key of the options. Another one: to replace that by rotation. */
  | { readonly kind: 'master-key'; readonly masterKey?: Secret };

/**
 * An encrypted file of secrets, format v1 (`FORMAT.md`), as a `SecretStore` with the id `file`. What stands in the file is
 * believed only once its MAC is verified, names excepted: they stand in clear, so `names` and `summary` need no key. That the
 * file does not hold a name is verified too where a key is at hand without asking a person; else `find` answers undefined,
 * and `doubt` why that cannot be relied on. A file that does not verify is never written to. Any number of processes may use one
 * file. It must be for its owner alone, in a folder that others cannot change; Windows keeps permissions elsewhere, and there
 * only kind and size are checked. Throws `SecretsError`, `unsafe_file` and `lock_timeout` of core, or the signal's reason.
 */
export interface SecretFile extends SecretStore {
  readonly id: 'file';
  /** Whether anything stands at the path. */
  exists(): Promise<boolean>;
  /** Makes an empty file. Throws `no_wrapping_key` without any wrap, `file_exists` when a file or its backup is there. */
  create(wraps: readonly NewWrap[], signal?: AbortSignal): Promise<void>;
  /** What stands in clear, unverified while the file is locked; undefined when there is no file. */
  summary(signal?: AbortSignal): Promise<SecretFileSummary | undefined>;
  /** Opens and verifies the file now instead of at its first use. Throws `no_file` when there is none. */
  unlock(signal?: AbortSignal): Promise<SecretFileUnlocked>;
  /**
   * Stores all of these in one write. With `seen` only as long as the file still holds what its `summary` showed under each
   * of these names, undefined for nothing; else throws `changed_meanwhile`, and nothing is written.
   */
  putAll(entries: ReadonlyMap<string, Secret>, signal?: AbortSignal, seen?: SeenSecrets): Promise<void>;
  /**
   * Adds and removes wraps, and replaces the data key when asked to. A new data key needs the key of each wrap that stays:
   * `no_wrapping_key` names the one that is not at hand, and nothing is changed. The last wrap cannot be removed.
   */
  rotate(change: SecretFileRotation, signal?: AbortSignal): Promise<SecretFileSummary>;
  /** What `recover` would do. Needs a key, to trust what it finds. Throws `no_backup` when there is nothing to trust. */
  recovery(signal?: AbortSignal): Promise<RecoveryPlan>;
  /** Puts the newest file that verifies in place. The damaged one is kept beside it as `<file>.damaged-<n>`. */
  recover(signal?: AbortSignal): Promise<RecoveryPlan>;
  /** Forgets the keys. A later call opens the file again. */
  close(): Promise<void>;
}

export interface SecretFileRotation {
  readonly dataKey?: true;
  readonly add?: readonly NewWrap[];
  /** Ids of wraps. */
  readonly remove?: readonly string[];
}

export interface WrapSummary {
  readonly id: string;
  readonly kind: WrapKind;
  /** Of an age wrap. */
  readonly recipient?: string;
  /** Of a master-key wrap: tells which master key it was, and nothing about it. */
  readonly keyId?: string;
}

export interface SecretFileSummary {
  /** Of the file: 16 bytes as base64url. */
  readonly id: string;
  readonly path: string;
  readonly counter: number;
  readonly wraps: readonly WrapSummary[];
  /** Sorted by name. */
  readonly secrets: readonly SecretSummary[];
}

export interface SecretSummary {
  readonly name: string;
  readonly version: number;
  /** Milliseconds since 1970 of the last write. */
  readonly updated: number;
}

/** What a file held by name when somebody looked, undefined for nothing. */
export type SeenSecrets = ReadonlyMap<string, Omit<SecretSummary, 'name'> | undefined>;

export interface SecretFileUnlocked {
  /** The wrap that opened the file. */
  readonly wrap: { readonly id: string; readonly kind: WrapKind };
  /** Whether a keyring would have noticed an older file put in place of this one. */
  readonly rollback: 'witnessed' | 'unseen';
}

export interface RecoveryPlan {
  /** What is wrong with the file. `none`: it is sound, and `recover` leaves it alone. */
  readonly damage: 'none' | 'missing' | 'corrupt' | 'rolled-back';
  /** The sentence that says so. */
  readonly reason: string;
  /** What would be in place afterwards. `current` for a file that verifies, though the keyring witnessed another one. */
  readonly from: 'current' | 'backup';
  readonly counters: {
    /** Of the file, where it verifies. */
    readonly current?: number;
    /** Of the backup, where it verifies. */
    readonly backup?: number;
    /** What the keyring witnessed last. */
    readonly witness?: number;
    /** What the file has afterwards. */
    readonly next: number;
  };
  /**
   * Whether the keyring knows the data key of what would be in place. `other`: it was rotated on another machine, or
   * somebody made this file. New secrets would be sealed under that key. `unwitnessed`: the keyring knows none.
   */
  readonly dataKey: 'witnessed' | 'other' | 'unwitnessed';
  /**
   * What would be lost of the other file, as far as it can be read, and it may have been changed: `instead` is the version
   * in place of it afterwards.
   */
  readonly dropped: readonly { readonly name: string; readonly version: number; readonly instead?: number }[];
  readonly kept: readonly SecretSummary[];
  /** How many writes the keyring witnessed after the one that would be in place. */
  readonly lostWrites: number;
  /** Where the damaged file was put. Of `recover` alone. */
  readonly damagedFile?: string;
}

/** What a person should know. */
export type SecretFileNotice =
  /** No keyring can tell whether the file was replaced by an older one. */
  | { readonly kind: 'rollback-unseen'; readonly code: SecretsErrorCode; readonly reason: string }
  /** The keyring had not seen the file before. From now on it witnesses it. */
  | { readonly kind: 'first-witness' }
  /** The file is newer than the keyring has witnessed: another machine wrote it, or a write was interrupted. */
  | { readonly kind: 'witness-behind'; readonly witnessed: number; readonly counter: number }
  /** The file is written, and the keyring did not take the new counter. */
  | { readonly kind: 'witness-failed'; readonly code: SecretsErrorCode; readonly reason: string }
  /** A wrap of the file was passed over on the way to the one that opened it. */
  | {
      readonly kind: 'wrap-passed-over';
      readonly wrap: { readonly id: string; readonly kind: WrapKind };
      readonly code: SecretsErrorCode;
      readonly reason: string;
    };
