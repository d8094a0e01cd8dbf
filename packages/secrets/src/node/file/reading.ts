import type { FoundSecret } from '@wicketgate/core';
import type { SecretsDocument } from '../../words/document.ts';
import { lookUp } from './changes.ts';
import type { OpenState, Vault } from './vault.ts';

/** One secret of a file that verifies. */
export function findIn(state: OpenState, { file, name }: { file: string; name: string }): FoundSecret | undefined {
  const entry = lookUp(state.document, name, state.key);
  if (entry === undefined) return undefined;
  const { version, updated } = entry.sealed;
  return { secret: entry.secret, place: `${file}, version ${version}`, updatedAt: updated };
}

/** Names stand in clear: of a locked file nobody is asked for a key only to be told that it has no such name. */
export async function findInFile(vault: Vault, name: string, signal?: AbortSignal): Promise<FoundSecret | undefined> {
  if (!vault.isUnlocked) {
    const snapshot = await vault.peek();
    if (!snapshot?.document.secrets.some((sealed) => sealed.name === name)) return undefined;
  }
  const state = await vault.open({ signal });
  return state && findIn(state, { file: vault.parts.file, name });
}

/** What stands in clear: verified where a key is held, and otherwise not. */
export async function readClear(vault: Vault, signal?: AbortSignal): Promise<SecretsDocument | undefined> {
  const read = vault.isUnlocked ? await vault.open({ signal }) : await vault.peek();
  return read?.document;
}
