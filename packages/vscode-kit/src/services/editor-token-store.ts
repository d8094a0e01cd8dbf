import type { RandomBytes } from '@wicketgate/contract';
import { Secret, type TokenStore } from '@wicketgate/core';
import type { TokenNotes } from '../ports/token-notes.ts';
import { checkTokenAccount, formatTokenNote, parseTokenNote, recordFlaw } from '../rules/token-note.ts';
import { TokenStoreError } from '../words/token-store-error.ts';
import { createTokenSeal } from './token-seal.ts';

export interface EditorTokenStoreOptions {
  readonly notes: TokenNotes;
  /** What the tokens are sealed with: it stays in SecretStorage for as long as the sign-in lasts. */
  readonly tokensKey: Secret;
  readonly random: RandomBytes;
}

/**
 * The tokens of one sign-in, for all windows of this machine at once. SecretStorage alone cannot do that: in browsers a
 * window sees no secret that another one has changed, and writes all that it once read back, so that two windows would
 * present the same refresh token, which ends the sign-in. So SecretStorage keeps a key that never changes, and the tokens
 * stand, sealed with it, in a note that every window sees.
 */
export function createEditorTokenStore({ notes, tokensKey, random }: EditorTokenStoreOptions): TokenStore {
  const seal = createTokenSeal(tokensKey, random);
  const nameOf = async (account: string, signal: AbortSignal | undefined) => {
    checkTokenAccount(account);
    signal?.throwIfAborted();
    return noteNameOf(account, tokensKey);
  };
  return {
    id: 'editor',
    async load(account, signal) {
      const text = await notes.read(await nameOf(account, signal));
      if (text === undefined) return undefined;
      const note = parseTokenNote(text);
      if (note === undefined) throw new TokenStoreError('corrupt_record', 'The tokens are damaged. Sign in again.');
      return new Secret(await seal.open(note, account));
    },
    async save(account, record, signal) {
      const name = await nameOf(account, signal);
      const text = record.reveal();
      const flaw = recordFlaw(text);
      if (flaw !== undefined) throw new TokenStoreError('invalid_value', `The record of a sign-in ${flaw}.`);
      await notes.write(name, formatTokenNote(await seal.seal(text, account)));
    },
    async clear(account, signal) {
      return notes.remove(await nameOf(account, signal));
    },
    async exclusively(account, work, signal) {
      return notes.exclusively(await nameOf(account, signal), work, signal);
    },
  };
}

/** Two people who use one machine from two browsers have a key each, and so a note each. Nobody finds the key by the name. */
async function noteNameOf(account: string, tokensKey: Secret): Promise<string> {
  const text = new TextEncoder().encode(`wicketgate-editor-tokens/v1\n${account}\n${tokensKey.reveal()}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
