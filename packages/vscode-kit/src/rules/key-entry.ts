import { findKeyEntryFlaw, type KeyEntryFlaw } from '@wicketgate/core';
import { MESSAGES } from '../words/messages.ts';
import type { Translate } from '../words/notice.ts';

export interface KeyEntryWords {
  /** Default `wg`. */
  readonly brand?: string | undefined;
  readonly t: Translate;
}

/**
 * Why what a person typed cannot be a key, in a sentence that does not repeat it; undefined when only the gateway can tell.
 * Costs no request. An empty text has a sentence too, so that the form does not take it.
 */
export function keyEntryProblem(text: string, { brand, t }: KeyEntryWords): string | undefined {
  const flaw = findKeyEntryFlaw(text, brand);
  return flaw === undefined ? undefined : t(FLAWS[flaw]);
}

const FLAWS: Readonly<Record<KeyEntryFlaw, string>> = {
  empty: MESSAGES.keyEmpty,
  unsendable: MESSAGES.keyUnsendable,
  incomplete: MESSAGES.keyIncomplete,
  checksum: MESSAGES.keyChecksum,
};
