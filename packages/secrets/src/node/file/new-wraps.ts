import type { RandomBytes } from '@wicketgate/contract';
import { Secret } from '@wicketgate/core';
import type { Keyring } from '../../ports/keyring.ts';
import { parseMasterKey } from '../../rules/master-key.ts';
import type { Wrap } from '../../words/document.ts';
import { SecretsError } from '../../words/errors.ts';
import { type FileIdentity, KEY_BYTES } from './data-key.ts';
import type { NewWrap, WrappingKeys } from './surface.ts';
import {
  encryptForAge,
  isAgeRecipient,
  keyringAccount,
  masterKeyId,
  masterWrapKey,
  passphraseKey,
  wrapDataKey,
  type WrapPlace,
} from './wrap-keys.ts';

const SHORTEST_PASSPHRASE = 12;
const LONGEST_PASSPHRASE_BYTES = 1_024;
const AGE_RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;

export interface WrapMaking {
  readonly file: FileIdentity;
  /** The data key. */
  readonly raw: Uint8Array;
  readonly keys: WrappingKeys;
  readonly random: RandomBytes;
  readonly signal: AbortSignal | undefined;
}

/** Throws `invalid_value` or `no_wrapping_key` for what can make no wrap, before anything is made. */
export async function checkNewWrap(wrap: NewWrap, keys: WrappingKeys): Promise<void> {
  switch (wrap.kind) {
    case 'keyring':
      needKeyring(keys);
      return;
    case 'master-key':
      needMasterKey(wrap.masterKey ?? keys.masterKey).fill(0);
      return;
    case 'passphrase':
      checkPassphrase(wrap.passphrase);
      return;
    case 'age':
      if (AGE_RECIPIENT.test(wrap.recipient) && (await isAgeRecipient(wrap.recipient))) return;
      throw new SecretsError('invalid_value', 'This is no age recipient that the format takes.', {
        hint: 'Give an X25519 recipient, which age-keygen prints as "Public key: age1…". Copy it again: it tells its own typos.',
      });
  }
}

/**
 * Makes wraps of one data key. What they put into the keyring is taken out again when one of them fails, and by
 * `dropKeyringKeys`.
 */
export async function makeWraps(wraps: readonly NewWrap[], making: WrapMaking): Promise<readonly Wrap[]> {
  const made: Wrap[] = [];
  try {
    for (const wrap of wraps) made.push(await makeWrap(wrap, making));
    return made;
  } catch (error) {
    await dropKeyringKeys(made, making);
    throw error;
  }
}

/** Takes the keys of these wraps out of the keyring, as far as it lets us: without its wrap such a key opens nothing. */
export async function dropKeyringKeys(
  wraps: readonly Wrap[],
  { file, keys }: Pick<WrapMaking, 'file' | 'keys'>,
): Promise<void> {
  for (const { id, kind } of wraps) {
    if (kind === 'keyring') await keys.keyring?.delete(keyringAccount(file.id, id)).catch(() => false);
  }
}

async function makeWrap(wrap: NewWrap, making: WrapMaking): Promise<Wrap> {
  const bytes = (length: number) => making.random(new Uint8Array(length));
  const id = toText(bytes(8));
  const place = { file: making.file, wrap: { id, kind: wrap.kind }, nonce: bytes(12) };
  switch (wrap.kind) {
    case 'keyring':
      return { id, kind: wrap.kind, nonce: toText(place.nonce), key: await wrapForKeyring(place, making) };
    case 'age':
      return { id, kind: wrap.kind, recipient: wrap.recipient, key: await encryptForAge(making.raw, wrap.recipient) };
    case 'passphrase': {
      const salt = bytes(16);
      const key = sealWith(await passphraseKey(wrap.passphrase, salt), place, making);
      return { id, kind: wrap.kind, salt: toText(salt), nonce: toText(place.nonce), key };
    }
    case 'master-key': {
      const salt = bytes(16);
      const masterKey = needMasterKey(wrap.masterKey ?? making.keys.masterKey);
      const keyId = masterKeyId(masterKey);
      const key = sealWith(masterWrapKey(masterKey, salt), place, making);
      masterKey.fill(0);
      return { id, kind: wrap.kind, keyId, salt: toText(salt), nonce: toText(place.nonce), key };
    }
  }
}

async function wrapForKeyring(place: WrapPlace, making: WrapMaking): Promise<string> {
  const key = making.random(new Uint8Array(KEY_BYTES));
  const account = keyringAccount(making.file.id, place.wrap.id);
  await needKeyring(making.keys).set(account, new Secret(toText(key)), making.signal);
  return sealWith(key, place, making);
}

/** Zeroes the key: nobody needs it afterwards. */
function sealWith(key: Uint8Array, place: WrapPlace, { raw }: WrapMaking): string {
  const sealed = wrapDataKey(raw, key, place);
  key.fill(0);
  return sealed;
}

function needKeyring({ keyring }: WrappingKeys): Keyring {
  if (keyring !== undefined) return keyring;
  throw new SecretsError('no_wrapping_key', 'No keyring is at hand to keep the key of the file.', {
    hint: 'Use a passphrase, an age recipient or WICKETGATE_MASTER_KEY instead.',
  });
}

function needMasterKey(masterKey: Secret | undefined): Uint8Array {
  if (masterKey !== undefined) return parseMasterKey(masterKey);
  throw new SecretsError('no_wrapping_key', 'WICKETGATE_MASTER_KEY is not set.', {
    hint: 'Make one with "openssl rand -base64 32", keep it outside this machine, and set the variable.',
  });
}

function checkPassphrase(passphrase: Secret): void {
  const text = passphrase.reveal();
  const isShort = [...text].length < SHORTEST_PASSPHRASE;
  if (!isShort && Buffer.byteLength(text) <= LONGEST_PASSPHRASE_BYTES) return;
  const flaw = isShort ? `fewer than ${SHORTEST_PASSPHRASE} characters` : `more than ${LONGEST_PASSPHRASE_BYTES} bytes`;
  throw new SecretsError('invalid_value', `The passphrase has ${flaw}.`, {
    hint: 'Whoever has the file may try passphrases for as long as they like: take five random words or more.',
  });
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
