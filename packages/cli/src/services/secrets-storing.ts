import { dirname } from 'node:path';
import type { Secret, SecretStore } from '@wicketgate/core';
import {
  checkSecretName,
  checkSecretValue,
  checkVariableName,
  type Keyring,
  type Provenance,
  type SecretManager,
} from '@wicketgate/secrets';
import type { NewWrap, SecretFile } from '@wicketgate/secrets/node';
import { makePrivateFolder } from '../adapters/config-folder.ts';
import { cleanText } from '../rules/clean-text.ts';
import type { WrapChoice } from '../rules/wrap-choice.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Store } from '../words/stores.ts';
import type { Context } from './context.ts';
import { firstWrap } from './first-wrap.ts';

export interface KeepOptions {
  /** Default `file`. */
  readonly to?: Store | undefined;
  /** What wraps the encrypted file when it must be made first; by default what `firstWrap` chooses. */
  readonly wrap?: WrapChoice | undefined;
  /** A file that holds the passphrase of a new encrypted file, instead of a question. */
  readonly newPassphraseFile?: string | undefined;
}

/** How values get into the stores. */
export interface Storing {
  /** Whether a store holds something under exactly this name. Of the file it needs no key. */
  holds(name: string, store: Store): Promise<boolean>;
  /** Makes the encrypted file where values are to go into it and it is missing: before many of them are asked for. */
  prepare(options?: KeepOptions): Promise<void>;
  /** Stores a value over what was there. The encrypted file is made where it is missing. */
  keep(name: string, secret: Secret, options?: KeepOptions): Promise<Provenance>;
  /** The same for many. Into the file they go with one write: all or none. */
  keepAll(entries: ReadonlyMap<string, Secret>, options?: KeepOptions): Promise<void>;
}

export interface StoringParts {
  /** Path of the encrypted file. */
  readonly file: string;
  readonly keyring: Keyring;
  readonly manager: SecretManager;
  readonly vault: SecretFile;
  readonly stores: Readonly<Record<Store, SecretStore>>;
}

export function createStoring(context: Context, parts: StoringParts): Storing {
  const { signal } = context.io;
  const { manager, vault, stores } = parts;
  return {
    holds: async (name, store) =>
      store === 'file'
        ? ((await vault.names?.(signal)) ?? []).includes(name)
        : (await stores.keyring.find(name, signal)) !== undefined,
    prepare: (options = {}) => prepare(context, parts, options),
    keep: async (name, secret, options = {}) => {
      // Before a file is made for it, or anybody is asked for a passphrase.
      checkPair(name, secret);
      await prepare(context, parts, options);
      return manager.set(name, secret, { to: options.to ?? 'file', signal });
    },
    keepAll: async (entries, options = {}) => {
      for (const [name, secret] of entries) checkPair(name, secret);
      await prepare(context, parts, options);
      if (options.to !== 'keyring') return vault.putAll(entries, signal);
      for (const [name, secret] of entries) await manager.set(name, secret, { to: 'keyring', signal });
    },
  };
}

/** What is kept here is kept to be given to programs: a name that `run` would refuse is refused while it can be changed. */
export function checkPair(name: string, secret: Secret): void {
  checkSecretValue(checkVariableName(checkSecretName(name)), secret);
}

/** Makes the encrypted file where something is to be put into it and there is none. */
async function prepare(context: Context, { vault, keyring, file }: StoringParts, options: KeepOptions): Promise<void> {
  if (options.to === 'keyring') return;
  const { terminal, io, config } = context;
  if (await vault.exists()) {
    if (options.wrap === undefined) return;
    const hint = 'Leave --wrap out, or add a key with: wicketgate secrets rotate --add-wrap';
    throw new CommandFailure('usage', `The encrypted file ${file} is there already and has its keys.`, { hint });
  }
  const wrap = await firstWrap(context, { keyring, wrap: options.wrap, passphraseFile: options.newPassphraseFile });
  if (dirname(file) === config.secrets) await makePrivateFolder(config.secrets);
  await vault.create([wrap], io.signal);
  await terminal.note(`Made the encrypted file ${cleanText(file)}. ${keyAdvice(wrap)}`);
}

function keyAdvice({ kind }: NewWrap): string {
  const second = 'Add a second key, so that the file outlives it: wicketgate secrets rotate --add-wrap passphrase';
  switch (kind) {
    case 'keyring':
      return `Its key is in the keyring of this machine. ${second}`;
    case 'master-key':
      return 'WICKETGATE_MASTER_KEY opens it; keep a copy of that where it cannot be lost.';
    case 'passphrase':
      return 'The passphrase opens it, and nobody can find it again when it is forgotten.';
    case 'age':
      return 'The identity of the recipient opens it: --age-identity FILE';
  }
}
