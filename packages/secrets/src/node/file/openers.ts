import type { Secret } from '@wicketgate/core';
import { parseMasterKey } from '../../rules/master-key.ts';
import type { AgeWrap, KeyringWrap, MasterKeyWrap, PassphraseWrap, Wrap } from '../../words/document.ts';
import { SecretsError, type SecretsErrorCode } from '../../words/errors.ts';
import type { Attempts } from './attempts.ts';
import { type FileIdentity, KEY_BYTES } from './data-key.ts';
import type { WrappingKeys } from './surface.ts';
import {
  decryptWithAge,
  keyringAccount,
  masterKeyId,
  masterWrapKey,
  passphraseKey,
  unwrapDataKey,
} from './wrap-keys.ts';

export interface Opening {
  readonly file: FileIdentity;
  readonly keys: WrappingKeys;
  readonly attempts: Attempts;
  readonly signal: AbortSignal | undefined;
  /** Is told the passphrase that opened a wrap. */
  readonly onPassphrase?: ((wrap: PassphraseWrap, passphrase: Secret) => void) | undefined;
}

/** What became of a wrap. Each reason is a sentence about it, without naming it. */
export type Outcome =
  | { readonly kind: 'opened'; readonly raw: Uint8Array }
  /** Its key is not at hand. */
  | { readonly kind: 'absent'; readonly code: SecretsErrorCode; readonly reason: string; readonly cause?: SecretsError }
  | { readonly kind: 'wrong'; readonly code: 'wrong_key'; readonly reason: string }
  | { readonly kind: 'damaged'; readonly code: 'corrupt_file'; readonly reason: string };

export interface OpenedBy {
  readonly wrap: Wrap;
  readonly outcome: Outcome;
}

const DAMAGED: Outcome = {
  kind: 'damaged',
  code: 'corrupt_file',
  reason: 'The key that belongs to it does not open it: it is damaged, or the header is.',
};

function absent(reason: string, from?: SecretsError): Outcome {
  return { kind: 'absent', code: from?.code ?? 'no_wrapping_key', reason, ...(from && { cause: from }) };
}

function wrong(reason: string): Outcome {
  return { kind: 'wrong', code: 'wrong_key', reason };
}

/** By the key that the keyring holds for this very wrap. */
export async function openByKeyring(wrap: KeyringWrap, { file, keys, signal }: Opening): Promise<Outcome> {
  if (keys.keyring === undefined) return absent('No keyring is at hand.');
  const found = await orFailure(keys.keyring.get(keyringAccount(file.id, wrap.id), signal));
  if (SecretsError.isInstance(found)) return absent(found.message, found);
  if (found === undefined) return absent(`The keyring (${keys.keyring.backend}) holds no key for it.`);
  const key = Buffer.from(found.reveal(), 'base64url');
  if (key.length !== KEY_BYTES) return wrong(`What the keyring (${keys.keyring.backend}) holds for it is no key.`);
  return opened(unwrapDataKey(wrap, key, file), key);
}

export function openByMasterKey(wrap: MasterKeyWrap, { file, keys }: Opening): Outcome {
  if (keys.masterKey === undefined) return absent(`WICKETGATE_MASTER_KEY is not set. Its id is ${wrap.keyId}.`);
  const masterKey = readMasterKey(keys.masterKey);
  // Other wraps may open the file.
  if (SecretsError.isInstance(masterKey)) return wrong(masterKey.message);
  try {
    const id = masterKeyId(masterKey);
    if (id !== wrap.keyId)
      return wrong(`WICKETGATE_MASTER_KEY is another key (${id}) than the one of it (${wrap.keyId}).`);
    const key = masterWrapKey(masterKey, Buffer.from(wrap.salt, 'base64url'));
    return opened(unwrapDataKey(wrap, key, file), key);
  } finally {
    masterKey.fill(0);
  }
}

function readMasterKey(text: Secret): Uint8Array | SecretsError {
  try {
    return parseMasterKey(text);
  } catch (error) {
    if (SecretsError.isInstance(error)) return error;
    throw error;
  }
}

export async function openByAge(wrap: AgeWrap, identities: Secret | undefined): Promise<Outcome> {
  if (identities === undefined) return absent(`The age identity of ${wrap.recipient} is not at hand.`);
  const raw = await decryptWithAge(wrap, identities);
  if (raw === 'wrong') return wrong(`The age identity is not the one of ${wrap.recipient}.`);
  return raw === 'damaged' ? DAMAGED : { kind: 'opened', raw };
}

/**
 * Asks until a passphrase opens one of the wraps, or nobody answers; then the outcome is of all of them. Throws
 * `too_many_attempts`.
 */
export async function openByPassphrase(
  wraps: readonly [PassphraseWrap, ...PassphraseWrap[]],
  opening: Opening,
): Promise<OpenedBy> {
  const { keys, attempts, signal } = opening;
  for (let attempt = 1; keys.passphrase !== undefined; attempt++) {
    attempts.check();
    const passphrase = await keys.passphrase(attempt, signal);
    signal?.throwIfAborted();
    if (passphrase === undefined && attempt > 1)
      return { wrap: wraps[0], outcome: wrong('The passphrase is another one.') };
    if (passphrase === undefined) break;
    for (const wrap of wraps) {
      const outcome = await tryPassphrase(wrap, passphrase, opening);
      if (outcome !== undefined) return { wrap, outcome };
    }
    attempts.count();
  }
  return { wrap: wraps[0], outcome: absent('Nobody gave its passphrase.') };
}

async function tryPassphrase(wrap: PassphraseWrap, passphrase: Secret, opening: Opening): Promise<Outcome | undefined> {
  const key = await passphraseKey(passphrase, Buffer.from(wrap.salt, 'base64url'));
  const raw = unwrapDataKey(wrap, key, opening.file);
  key.fill(0);
  if (raw === undefined) return undefined;
  opening.onPassphrase?.(wrap, passphrase);
  return { kind: 'opened', raw };
}

/** Zeroes the key of the wrap: it is not needed again. */
function opened(raw: Uint8Array | undefined, key: Uint8Array): Outcome {
  key.fill(0);
  return raw === undefined ? DAMAGED : { kind: 'opened', raw };
}

/** What the keyring answered, or its refusal. An aborted signal is thrown. */
async function orFailure<T>(answer: Promise<T>): Promise<T | SecretsError> {
  try {
    return await answer;
  } catch (error) {
    if (SecretsError.isInstance(error)) return error;
    throw error;
  }
}
