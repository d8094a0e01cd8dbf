import type { Secret, SecretStore } from '@wicketgate/core';
import {
  checkSecretName,
  checkSecretValue,
  checkVariableName,
  type Provenance,
  type SecretManager,
} from '@wicketgate/secrets';
import type { Store } from '../words/stores.ts';
import type { Context } from './context.ts';
import { type FileKeys, type FileParts, makeWhereMissing } from './file-making.ts';
import { placeInFile, putAsSeen, refuseUnseen, seeStore, type StoreSight } from './store-sight.ts';

export interface KeepOptions extends FileKeys {
  /** Default `file`. */
  readonly to?: Store | undefined;
}

export interface Keeping extends KeepOptions {
  /** What was decided by. Where the store holds something else by now, `changed_meanwhile` is thrown instead. */
  readonly seen?: StoreSight | undefined;
}

/** How values get into the stores. */
export interface Storing {
  /** What a store holds under exactly these names. Of the file it needs no key. */
  see(names: Iterable<string>, store: Store): Promise<StoreSight>;
  /** Makes the encrypted file where values are to go into it and it is missing: before many of them are asked for. */
  prepare(options?: KeepOptions): Promise<void>;
  /** Stores a value over what was there. The encrypted file is made where it is missing. */
  keep(name: string, secret: Secret, options?: Keeping): Promise<Provenance>;
  /** The same for many. Into the file they go with one write: all or none. */
  keepAll(entries: ReadonlyMap<string, Secret>, options?: Keeping): Promise<void>;
}

export interface StoringParts extends FileParts {
  readonly manager: SecretManager;
  readonly stores: Readonly<Record<Store, SecretStore>>;
}

export function createStoring(context: Context, parts: StoringParts): Storing {
  const { signal } = context.io;
  const { manager } = parts;
  const sight = { ...parts, signal };
  const prepare = async (options: KeepOptions = {}) => {
    if (options.to !== 'keyring') await makeWhereMissing(context, parts, options);
  };
  const keepInKeyring = async (name: string, secret: Secret, seen: StoreSight | undefined) => {
    await refuseUnseen(name, seen, sight);
    return manager.set(name, secret, { to: 'keyring', signal });
  };
  return {
    see: (names, store) => seeStore(names, store, sight),
    prepare,
    keep: async (name, secret, options = {}) => {
      // Before a file is made for it, or anybody is asked for a passphrase.
      checkPair(name, secret);
      await prepare(options);
      if (options.to === 'keyring') return keepInKeyring(name, secret, options.seen);
      await putAsSeen(new Map([[name, secret]]), options.seen, sight);
      return placeInFile(name, sight);
    },
    keepAll: async (entries, options = {}) => {
      for (const [name, secret] of entries) checkPair(name, secret);
      await prepare(options);
      if (options.to !== 'keyring') return putAsSeen(entries, options.seen, sight);
      for (const [name, secret] of entries) await keepInKeyring(name, secret, options.seen);
    },
  };
}

/** What is kept here is kept to be given to programs: a name that `run` would refuse is refused while it can be changed. */
export function checkPair(name: string, secret: Secret): void {
  checkSecretValue(checkVariableName(checkSecretName(name)), secret);
}
