import type { Secret, SecretSource, SecretStore } from '@wicketgate/core';
import { holdsNothing } from '../rules/source-failure.ts';
import { SecretsError } from '../words/errors.ts';
import type { Provenance } from '../words/found.ts';
import { isStore } from './manager-options.ts';

/** The store of that id, or without one the first. Throws `not_writable`. */
export function chooseStore(sources: readonly SecretSource[], id: string | undefined): SecretStore {
  const stores = sources.filter(isStore);
  const store = id === undefined ? stores[0] : stores.find((one) => one.id === id);
  if (store !== undefined) return store;
  const known = stores.map((one) => one.id).join(', ');
  throw new SecretsError('not_writable', `Nothing can be written to ${id ?? 'any of the sources'}.`, {
    hint: known === '' ? 'Set up a keyring or an encrypted file.' : `Sources that can be written to: ${known}.`,
  });
}

export interface Change {
  readonly name: string;
  readonly signal: AbortSignal | undefined;
}

/** Stores a value, and answers where it stands now. Throws `not_writable` when it cannot be read back: some hosts forget. */
export async function putSecret(store: SecretStore, secret: Secret, { name, signal }: Change): Promise<Provenance> {
  await store.put(name, secret, signal);
  const found = await store.find(name, signal);
  if (found?.secret.reveal() !== secret.reveal()) {
    throw new SecretsError('not_writable', `The source ${store.id} did not keep the value for ${name}.`, {
      hint: 'Store it in another source.',
      secretName: name,
    });
  }
  const { place, updatedAt } = found;
  return { source: store.id, name, place, ...(updatedAt !== undefined && { updatedAt }) };
}

/**
 * Removes a name from stores, and answers the ids of those that held it. Goes on when one fails, so that as little as
 * possible is left, and throws the first failure at the end. A keyring that is not there holds nothing.
 */
export async function removeSecret(
  stores: readonly SecretStore[],
  { name, signal }: Change,
): Promise<readonly string[]> {
  const removed: string[] = [];
  const failures: unknown[] = [];
  for (const store of stores) {
    signal?.throwIfAborted();
    try {
      if (await store.remove(name, signal)) removed.push(store.id);
    } catch (error) {
      if (!isNothingThere(store, error)) failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return removed;
}

function isNothingThere({ id: source }: SecretStore, error: unknown): boolean {
  return SecretsError.isInstance(error) && holdsNothing({ source, code: error.code });
}
