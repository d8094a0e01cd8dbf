import { resolve } from 'node:path';
import type { TokenStore } from '@wicketgate/core';
import { type Keyring, SecretsError } from '@wicketgate/secrets';
import { createFileTokenStore, createKeyringTokenStore, createPlainTokenStore } from '@wicketgate/secrets/node';
import type { Setting } from '../rules/settings.ts';
import { placeOf } from '../rules/secrets-place.ts';
import { CommandFailure } from '../words/failure.ts';
import type { SignInStore } from '../words/sign-in-stores.ts';
import type { Context } from './context.ts';
import { makeWhereMissing } from './file-making.ts';
import { openKeyring, openVault } from './secrets-sources.ts';
import { createVoice } from './secrets-voice.ts';
import { wrappingKeys } from './wrapping-keys.ts';

/** A place where a sign-in stays on this machine. Nothing is opened, started or asked for before it is needed. */
export interface TokenRoom {
  readonly kind: SignInStore;
  readonly store: TokenStore;
  /** For people, within a sentence: `the keyring (macOS Keychain)`. */
  readonly place: string;
  /** Makes and opens what is needed to write, before anybody signs in for nothing. */
  prepare(): Promise<void>;
  /** Forgets keys and ends helpers. */
  close(): Promise<void>;
}

export function openTokenRoom(context: Context, kind: SignInStore): TokenRoom {
  const { io, config } = context;
  const locks = { folder: config.signIn, clock: io.clock };
  switch (kind) {
    case 'keyring': {
      const keyring = openKeyring(context);
      return {
        kind,
        store: createKeyringTokenStore({ keyring, ...locks }),
        place: `the keyring (${keyring.backend})`,
        prepare: () => Promise.resolve(),
        close: () => keyring.close(),
      };
    }
    case 'file':
      return fileRoom(context, locks);
    case 'plain':
      return {
        kind,
        store: createPlainTokenStore(locks),
        place: `a plain file in ${config.signIn}`,
        prepare: () => Promise.resolve(),
        close: () => Promise.resolve(),
      };
  }
}

/**
 * The encrypted file of the default environment, whatever project or environment the shell is in: a sign-in is a person's,
 * and must not be gone in another folder.
 */
function fileRoom(context: Context, locks: { readonly folder: string }): TokenRoom {
  const { io, config, terminal } = context;
  const place = placeOf({ flags: {}, env: {}, folder: config.secrets, base: resolve('.') });
  if (!place.ok) throw new CommandFailure('broken_config', place.problem);
  const keyring = openKeyring(context);
  const keys = wrappingKeys(context, {}, keyring);
  const vault = openVault(context, { place: place.value, keys, voice: createVoice(terminal) });
  const { file } = place.value;
  return {
    kind: 'file',
    store: createFileTokenStore({ file: vault, ...locks }),
    place: `the encrypted file ${file}`,
    prepare: async () => {
      await makeWhereMissing(context, { vault, keyring, file }, { purpose: 'sign-in' });
      await vault.unlock(io.signal);
    },
    close: async () => {
      await Promise.all([vault.close(), keyring.close()]);
    },
  };
}

/**
 * Where a new sign-in goes: where `--store` or the settings say; else the keyring when it works and outlives a restart, else
 * the encrypted file. A keyring that was remembered and does not work now is not waited for; one that was named is.
 */
export async function chooseStore(
  context: Context,
  { value, from }: Setting<SignInStore | 'automatic'>,
): Promise<SignInStore> {
  if (value === 'file' || value === 'plain') return value;
  const { io, terminal } = context;
  const keyring = openKeyring(context);
  try {
    const report = await keyring.probe(io.signal);
    if (from === 'flag') return usableOrThrow(report);
    if (report.usable && report.persistent === 'yes') return 'keyring';
    const reason = report.usable ? `${report.backend} may forget what it holds.` : report.reason;
    if (value === 'keyring') {
      await terminal.warn(terminal.errorStyle.warn(`${reason} The sign-in goes into the encrypted file instead.`));
    }
    return 'file';
  } finally {
    await keyring.close();
  }
}

function usableOrThrow(report: Awaited<ReturnType<Keyring['probe']>>): 'keyring' {
  if (report.usable) return 'keyring';
  const hint = '`wicketgate login --store file` keeps the sign-in in the encrypted file.';
  throw new SecretsError(report.code, report.reason, { hint });
}
