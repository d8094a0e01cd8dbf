import { resolve } from 'node:path';
import type { FoundSecret, SecretSource } from '@wicketgate/core';
import { SecretsError } from '@wicketgate/secrets';
import { createKeyringSource } from '@wicketgate/secrets/node';
import { cleanText } from '../rules/clean-text.ts';
import { placeOf } from '../rules/secrets-place.ts';
import type { Context } from './context.ts';
import { openKeyring, openVault } from './secrets-sources.ts';
import { createVoice } from './secrets-voice.ts';
import { wrappingKeys } from './wrapping-keys.ts';

/** The name under which `login --key` keeps a key, and `secrets set` may. */
export const KEY_NAME = 'WICKETGATE_API_KEY';

/**
 * What was stored on this machine: in the keyring, else in the encrypted file. A keyring that does not work is passed over:
 * most who have one keep no key in it. A file that holds the name and does not open is told of.
 */
export function storedKeys(context: Context): Pick<SecretSource, 'id' | 'find'> {
  return { id: 'machine', find: (name, signal) => findStored(context, name, signal ?? context.io.signal) };
}

async function findStored(context: Context, name: string, signal: AbortSignal): Promise<FoundSecret | undefined> {
  const { io, config, terminal } = context;
  const place = placeOf({ flags: {}, env: io.env, folder: config.secrets, base: resolve(io.folder ?? '.') });
  if (!place.ok) return undefined;
  const { environment } = place.value;
  const keyring = openKeyring(context);
  const vault = openVault(context, {
    place: place.value,
    keys: wrappingKeys(context, {}, keyring),
    voice: createVoice(terminal),
  });
  try {
    const inKeyring = await createKeyringSource({ keyring, environment }).find(name, signal).catch(unlessItsKeyring);
    if (inKeyring !== undefined) return cleaned(inKeyring);
    // The names stand in clear: a passphrase is asked for only when the file has the key.
    const { secrets = [] } = (await vault.summary(signal)) ?? {};
    const inFile = secrets.some((secret) => secret.name === name) ? await vault.find(name, signal) : undefined;
    return inFile && cleaned(inFile);
  } finally {
    await Promise.all([vault.close(), keyring.close()]);
  }
}

function cleaned(found: FoundSecret): FoundSecret {
  return { ...found, place: cleanText(found.place) };
}

function unlessItsKeyring(error: unknown): undefined {
  if (!SecretsError.isInstance(error) || !error.code.startsWith('keyring_')) throw error;
  return undefined;
}
