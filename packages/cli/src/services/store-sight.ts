import type { Secret, SecretStore } from '@wicketgate/core';
import { type Provenance, SecretsError } from '@wicketgate/secrets';
import type { SecretFile, SeenSecrets } from '@wicketgate/secrets/node';
import type { Store } from '../words/stores.ts';

/** What a store held under some names when it was looked at: what a person, or a plan, then decided by. */
export interface StoreSight {
  /** The names that were there. */
  readonly held: ReadonlySet<string>;
  readonly file?: SeenSecrets;
  readonly keyring?: ReadonlyMap<string, Secret | undefined>;
}

export interface SightParts {
  readonly vault: SecretFile;
  readonly stores: Readonly<Record<Store, SecretStore>>;
  readonly signal: AbortSignal;
}

/** Looks at a store. Of the file it needs no key. */
export async function seeStore(
  names: Iterable<string>,
  store: Store,
  { vault, stores, signal }: SightParts,
): Promise<StoreSight> {
  if (store === 'file') {
    const { secrets = [] } = (await vault.summary(signal)) ?? {};
    const file = new Map([...names].map((name) => [name, secrets.find((secret) => secret.name === name)]));
    return { held: heldIn(file), file };
  }
  const keyring = new Map<string, Secret | undefined>();
  for (const name of names) keyring.set(name, (await stores.keyring.find(name, signal))?.secret);
  return { held: heldIn(keyring), keyring };
}

/** Stores into the file in one write. Throws `changed_meanwhile` when it no longer holds what was seen of these names. */
export async function putAsSeen(
  entries: ReadonlyMap<string, Secret>,
  seen: StoreSight | undefined,
  { vault, signal }: SightParts,
): Promise<void> {
  const file = seen?.file && new Map([...seen.file].filter(([name]) => entries.has(name)));
  await vault.putAll(entries, signal, file);
}

/** A keyring cannot compare and write in one step: what is left open is the moment between the two. */
export async function refuseUnseen(
  name: string,
  seen: StoreSight | undefined,
  { stores, signal }: SightParts,
): Promise<void> {
  if (seen?.keyring === undefined) return;
  const now = (await stores.keyring.find(name, signal))?.secret;
  if (now?.reveal() === seen.keyring.get(name)?.reveal()) return;
  throw new SecretsError('changed_meanwhile', `Another process changed ${name} meanwhile. It was left as it is.`, {
    hint: 'Run it again: it looks at what is there now.',
    secretName: name,
  });
}

/** Where a name stands in the file. */
export async function placeInFile(name: string, { vault, signal }: SightParts): Promise<Provenance> {
  const { place = '', updatedAt } = (await vault.find(name, signal)) ?? {};
  return { source: vault.id, name, place, ...(updatedAt !== undefined && { updatedAt }) };
}

function heldIn(seen: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  return new Set([...seen].filter(([, found]) => found !== undefined).map(([name]) => name));
}
