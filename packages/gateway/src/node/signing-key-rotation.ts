import { join } from 'node:path';
import type { RandomBytes } from '@wicketgate/contract';
import { createSigningKey } from '../adapters/ed25519.ts';
import type { GatewayConfig } from '../config.ts';
import { makeSecret, type ServiceKeyFile } from '../domain/service-key-text.ts';
import { ServiceKeysError } from './service-keys-error.ts';
import { rewriteKeyFile } from './service-keys-text-file.ts';
import { StartError } from './start-error.ts';

type KeysPlace = Pick<GatewayConfig, 'dataDirectory' | 'keysFile' | 'signingKey'>;

/**
 * Puts a new signing key before the others in the file of the service keys, and answers the ids of all, the one that
 * signs first. Throws `ServiceKeysError` (`invalid` when the environment brings the signing key).
 */
export async function addSigningKey(place: KeysPlace, random: RandomBytes): Promise<readonly string[]> {
  const { seeds } = await rewriteKeyFile(fileOf(place), (held) => ({
    ...held,
    seeds: [makeSecret(random), ...held.seeds],
  }));
  return kidsOf(seeds);
}

/**
 * Takes a signing key out of the file and answers the ids that stay. Throws `StartError` for the one that signs and for
 * one that is not there, and `ServiceKeysError` as `addSigningKey` does.
 */
export async function retireSigningKey(place: KeysPlace, kid: string): Promise<readonly string[]> {
  const { seeds } = await rewriteKeyFile(fileOf(place), async (held) => {
    const at = (await kidsOf(held.seeds)).indexOf(kid);
    if (at === -1) throw new StartError('There is no signing key of this id. /.well-known/jwks.json lists them.');
    if (at === 0) throw new StartError('This key signs. Put a new one before it first, with rotate-signing-key.');
    return { ...held, seeds: held.seeds.toSpliced(at, 1) };
  });
  return kidsOf(seeds);
}

function fileOf({ signingKey, keysFile, dataDirectory }: KeysPlace): string {
  if (signingKey === undefined) return keysFile ?? join(dataDirectory, 'service-keys.json');
  throw new ServiceKeysError(
    'invalid',
    'WICKETGATE_SIGNING_KEY is set, so the file is not read for it: put the new key before the others in that variable.',
  );
}

async function kidsOf(seeds: ServiceKeyFile['seeds']): Promise<string[]> {
  const keys = await Promise.all(seeds.map((seed) => createSigningKey(Uint8Array.from(seed))));
  return keys.map(({ kid }) => kid);
}
