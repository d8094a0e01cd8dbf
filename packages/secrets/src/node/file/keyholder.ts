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
  /** Of the file, for messages. */
  readonly file: string;
  /** A key from before: when it fits, nobody is asked. */
  readonly held?: Unlocked | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onPassphrase?: Opening['onPassphrase'];
}

export interface KeyholderOptions {
  readonly keys: WrappingKeys;
  readonly attempts: Attempts;
  readonly notices: Notices;
}

/** Opens documents with the keys at hand. What it answers is verified. */
export type Keyholder = (document: SecretsDocument, options: UnlockOptions) => Promise<Unlocked>;

export function createKeyholder({ keys, attempts, notices }: KeyholderOptions): Keyholder {
  return async (document, { file, held, signal, onPassphrase }) => {
    if (held !== undefined && isAuthentic(document, held.key)) return held;
    const { raw, wrap, passedOver } = await openFile(document, {
      file: document,
      keys,
      attempts,
      signal,
      onPassphrase,
    });
    const key = createDataKey(raw, document.id);
    if (!isAuthentic(document, key)) {
      const broken = passedOver.find(({ outcome }) => outcome.kind === 'damaged');
      const error = broken ? brokenWrap(file, document, broken.wrap) : unauthentic(file, document, key);
      forgetDataKey(key);
      throw error;
    }
    for (const one of passedOver) report(one, notices);
    return { key, wrap: { id: wrap.id, kind: wrap.kind } };
  };
}

/** A key that is simply not at hand is nothing to report; one that fails or is another one is. */
function report({ wrap, outcome }: OpenedBy, notices: Notices): void {
  if (outcome.kind === 'opened' || outcome.code === 'no_wrapping_key') return;
  const { code, reason } = outcome;
  notices.say({ kind: 'wrap-passed-over', wrap: { id: wrap.id, kind: wrap.kind }, code, reason });
}
