import type { FoundSecret } from '@wicketgate/core';
import type { SecretsDocument } from '../../words/document.ts';
import { lookUp } from './changes.ts';
import type { Doubt } from './doubt.ts';
import type { OpenState, Vault } from './vault.ts';

/** One secret of a file that verifies. */
export function findIn(state: OpenState, { file, name }: { file: string; name: string }): FoundSecret | undefined {
  const entry = lookUp(state.document, name, state.key);
  if (entry === undefined) return undefined;
  const { version, updated } = entry.sealed;
  return { secret: entry.secret, place: `${file}, version ${version}`, updatedAt: updated };
}

/**
 * One secret of the file as it stands. Names stand in clear, and whoever can write to the file can take one out: that it
 * holds no such name is believed once it is verified, where that needs no person. Nobody is asked for a key only to be told
 * that there is nothing.
 */
export async function findInFile(
  { vault, doubt }: { readonly vault: Vault; readonly doubt: Doubt },
  name: string,
  signal?: AbortSignal,
): Promise<FoundSecret | undefined> {
  const snapshot = await vault.peek();
  if (snapshot === undefined) return undefined;
  const isNamed = snapshot.document.secrets.some((sealed) => sealed.name === name);
  if (!isNamed && doubt.covers(snapshot.stamp)) return undefined;
  try {
    const state = await vault.open({ signal, asking: isNamed ? 'anybody' : 'nobody' });
    return state && findIn(state, { file: vault.parts.file, name });
  } catch (error) {
    if (isNamed) throw error;
    doubt.note(snapshot.stamp, error);
    return undefined;
  }
}

/** What stands in clear: verified where a key is held, and otherwise not. */
export async function readClear(vault: Vault, signal?: AbortSignal): Promise<SecretsDocument | undefined> {
  const read = vault.isUnlocked ? await vault.open({ signal }) : await vault.peek();
  return read?.document;
}
