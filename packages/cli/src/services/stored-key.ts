import { resolve } from 'node:path';
import type { Secret } from '@wicketgate/core';
import type { LinkFinding } from '@wicketgate/core/auth';
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
 * The key that was stored on this machine: in the keyring, else in the encrypted file. A keyring that does not work is
 * passed over: most who have one keep no key in it. A file that holds the key and does not open is told of.
 */
export async function findStoredKey(context: Context, signal: AbortSignal): Promise<LinkFinding> {
  const { io, config, terminal } = context;
  const place = placeOf({ flags: {}, env: io.env, folder: config.secrets, base: resolve(io.folder ?? '.') });
  if (!place.ok) return { kind: 'nothing', reason: place.problem };
  const { environment } = place.value;
  const keyring = openKeyring(context);
  const vault = openVault(context, {
    place: place.value,
    keys: wrappingKeys(context, {}, keyring),
    voice: createVoice(terminal),
  });
  try {
    const inKeyring = await createKeyringSource({ keyring, environment })
      .find(KEY_NAME, signal)
      .catch(unlessItsKeyring);
    if (inKeyring !== undefined) return found(inKeyring);
    // The names stand in clear: a passphrase is asked for only when the file has the key.
    const { secrets = [] } = (await vault.summary(signal)) ?? {};
    const inFile = secrets.some(({ name }) => name === KEY_NAME) ? await vault.find(KEY_NAME, signal) : undefined;
    return inFile === undefined ? { kind: 'nothing' } : found(inFile);
  } finally {
    await Promise.all([vault.close(), keyring.close()]);
  }
}

function found({ secret, place }: { readonly secret: Secret; readonly place: string }): LinkFinding {
  return { kind: 'found', credential: secret, place: cleanText(place) };
}

function unlessItsKeyring(error: unknown): undefined {
  if (!SecretsError.isInstance(error) || !error.code.startsWith('keyring_')) throw error;
  return undefined;
}
