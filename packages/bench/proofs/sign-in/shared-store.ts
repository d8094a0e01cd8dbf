import path from 'node:path';
import { Secret, systemClock, type TokenStore } from '@wicketgate/core';
import {
  createFileTokenStore,
  createPlainTokenStore,
  createSecretFile,
  type SecretFile,
} from '@wicketgate/secrets/node';

export type StoreKind = 'file' | 'plain';

/** Where a sign-in stands that many processes share: an encrypted file or a plain one, and the folder of its locks. */
export interface SharedPlace {
  readonly kind: StoreKind;
  readonly folder: string;
  readonly masterKey: string;
}

/** As long as a crowd of processes on a small machine may keep one of them waiting for the file. */
const LOCK_WAIT_MS = 60_000;

export function openFile({ folder, masterKey }: SharedPlace): SecretFile {
  return createSecretFile({
    ...{ file: path.join(folder, 'secrets.proof.json'), path: 'proof', clock: systemClock, lockWaitMs: LOCK_WAIT_MS },
    keys: { masterKey: new Secret(masterKey) },
    random: (bytes) => crypto.getRandomValues(bytes),
  });
}

export function openStore(place: SharedPlace): TokenStore {
  const folder = lockFolder(place);
  return place.kind === 'plain'
    ? createPlainTokenStore({ folder })
    : createFileTokenStore({ file: openFile(place), folder });
}

/** Of a plain store that of its records as well. */
export function lockFolder({ folder }: SharedPlace): string {
  return path.join(folder, 'tokens');
}
