import type { SecretsDocument, Wrap } from '../../words/document.ts';
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
  return {
    known,
    learn,
    async unlock(document, unlockOptions) {
      const unlocked = known(document) ?? (await openVerified(document, { ...options, ...unlockOptions }));
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

/** A key that is simply not at hand is nothing to report; one that fails or is another one is. */
function report({ wrap, outcome }: OpenedBy, notices: Notices): void {
  if (outcome.kind === 'opened' || outcome.code === 'no_wrapping_key') return;
  const { code, reason } = outcome;
  notices.say({ kind: 'wrap-passed-over', wrap: { id: wrap.id, kind: wrap.kind }, code, reason });
}
