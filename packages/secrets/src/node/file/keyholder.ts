import type { Secret } from '@wicketgate/core';
import type { SecretsDocument, Wrap } from '../../words/document.ts';
import { SecretsError } from '../../words/errors.ts';
import type { Attempts } from './attempts.ts';
import { brokenWrap, unauthentic } from './damage.ts';
import { createDataKey, type DataKey, forgetDataKey, isAuthentic } from './data-key.ts';
import type { Notices } from './notices.ts';
import type { OpenedBy, Opening } from './openers.ts';
import { openFile } from './opening.ts';
import type { WrappingKeys } from './surface.ts';

/** The data key of a document that verifies, and the wrap that it came from. */
export interface Unlocked {
  readonly key: DataKey;
  readonly wrap: Pick<Wrap, 'id' | 'kind'>;
}

export interface UnlockOptions {
  /** The path of the file, for messages. */
  readonly file: string;
  readonly signal?: AbortSignal | undefined;
  readonly onPassphrase?: Opening['onPassphrase'];
  /** `nobody`: no key that a person would have to give. Default `anybody`. */
  readonly asking?: 'anybody' | 'nobody';
}

export interface KeyholderOptions {
  readonly keys: WrappingKeys;
  readonly attempts: Attempts;
  readonly notices: Notices;
}

/** Opens documents with the keys at hand, and keeps the data keys, so that nobody is asked twice. */
export interface Keyholder {
  /** Verifies what it opens. */
  unlock(document: SecretsDocument, options: UnlockOptions): Promise<Unlocked>;
  /** By a data key from before, which verifies the document; undefined when none does. */
  known(document: SecretsDocument): Unlocked | undefined;
  learn(unlocked: Unlocked): void;
  /** Zeroes all data keys. */
  forget(): void;
}

export function createKeyholder(options: KeyholderOptions): Keyholder {
  let kept: Unlocked[] = [];
  const known = (document: SecretsDocument) => kept.find(({ key }) => isAuthentic(document, key));
  const learn = (unlocked: Unlocked) => {
    kept = [unlocked, ...kept.filter(({ key }) => key !== unlocked.key)];
  };
  const open = async (document: SecretsDocument, unlockOptions: UnlockOptions) => {
    if (unlockOptions.asking !== 'nobody') return openVerified(document, { ...options, ...unlockOptions });
    const keys = unattendedKeys(options.keys);
    return openVerified(document, { ...options, ...unlockOptions, keys }).catch((error: unknown) => {
      // A new data key gets new wraps: one that is still there belongs to the key from before, which does not verify this.
      const before = kept.find(({ wrap }) => document.wraps.some(({ id }) => id === wrap.id));
      throw before && SecretsError.isInstance(error) ? unauthentic(unlockOptions.file, document, before.key) : error;
    });
  };
  return {
    known,
    learn,
    async unlock(document, unlockOptions) {
      const unlocked = known(document) ?? (await open(document, unlockOptions));
      learn(unlocked);
      return unlocked;
    },
    forget() {
      for (const { key } of kept) forgetDataKey(key);
      kept = [];
    },
  };
}

async function openVerified(document: SecretsDocument, options: KeyholderOptions & UnlockOptions): Promise<Unlocked> {
  const { file, keys, attempts, notices, signal, onPassphrase } = options;
  const { raw, wrap, passedOver } = await openFile(document, { file: document, keys, attempts, signal, onPassphrase });
  const key = createDataKey(raw, document.id);
  if (!isAuthentic(document, key)) {
    const broken = passedOver.find(({ outcome }) => outcome.kind === 'damaged');
    const error = broken ? brokenWrap(file, document, broken.wrap) : unauthentic(file, document, key);
    forgetDataKey(key);
    throw error;
  }
  for (const one of passedOver) report(one, notices);
  return { key, wrap: { id: wrap.id, kind: wrap.kind } };
}

/** The keys that are at hand without asking a person. One that cannot be read is not at hand. */
function unattendedKeys({ passphrase, ageIdentity, ...keys }: WrappingKeys): WrappingKeys {
  const ifReadable = (answer: Promise<Secret | undefined>, signal: AbortSignal | undefined) =>
    answer.catch(() => {
      signal?.throwIfAborted();
      return undefined;
    });
  return {
    ...keys,
    ...(ageIdentity && { ageIdentity: (signal) => ifReadable(ageIdentity(signal), signal) }),
    ...(passphrase &&
      keys.passphraseFrom === 'file' && {
        passphrase: (attempt, signal) => ifReadable(passphrase(attempt, signal), signal),
      }),
  };
}

/** A key that is simply not at hand is nothing to report; one that fails or is another one is. */
function report({ wrap, outcome }: OpenedBy, notices: Notices): void {
  if (outcome.kind === 'opened' || outcome.code === 'no_wrapping_key') return;
  const { code, reason } = outcome;
  notices.say({ kind: 'wrap-passed-over', wrap: { id: wrap.id, kind: wrap.kind }, code, reason });
}
