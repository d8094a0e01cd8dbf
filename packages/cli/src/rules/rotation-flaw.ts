import type { WrapSummary } from '@wicketgate/secrets/node';
import type { WrapChoice } from './wrap-choice.ts';

export interface RotationWish {
  readonly addWrap?: readonly WrapChoice[];
  readonly removeWrap?: readonly string[];
  readonly newPassphraseFile?: string;
  readonly newMasterKeyFile?: string;
}

export interface RotationFacts {
  readonly wraps: readonly WrapSummary[];
  /** The wrap that has just opened the file. */
  readonly opened: Pick<WrapSummary, 'id' | 'kind'>;
}

/** Which file goes with which new key; one without the other was forgotten, and the file would be as it was. */
export function strayFile({ addWrap = [], newPassphraseFile, newMasterKeyFile }: RotationWish): string | undefined {
  if (newPassphraseFile !== undefined && !addWrap.includes('passphrase')) {
    return '--new-passphrase-file goes with --add-wrap passphrase.';
  }
  if (newMasterKeyFile !== undefined && !addWrap.includes('master-key')) {
    return '--new-master-key-file goes with --add-wrap master-key.';
  }
  return undefined;
}

/**
 * A wrap of the very key that is to be added, as far as it can be told. Two wraps of one key look like a spare key and
 * are none. One that is removed in the same step does not count.
 */
export function sameKey(wish: RotationWish, { wraps, opened }: RotationFacts): WrapSummary | undefined {
  const { addWrap = [], removeWrap = [], newMasterKeyFile } = wish;
  const known = wraps.filter(({ id }) => !removeWrap.includes(id));
  return known.find(({ id, kind, recipient }) => {
    if (recipient !== undefined) return addWrap.includes(`age:${recipient}`);
    if (id !== opened.id || kind === 'passphrase' || kind === 'age') return false;
    return addWrap.includes(kind) && !(kind === 'master-key' && newMasterKeyFile !== undefined);
  });
}
