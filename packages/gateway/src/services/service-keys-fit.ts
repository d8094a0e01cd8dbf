import { toHex, utf8 } from '../domain/encoding.ts';
import type { ServiceKeys } from '../ports/service-keys.ts';
import type { Storage } from '../ports/storage.ts';

/** The service keys are not those that the database was made with. */
export class ServiceKeysMismatch extends Error {
  override readonly name = 'ServiceKeysMismatch';
  readonly code = 'service_keys_mismatch';
}

/** The id of the key that seals. */
const SEALING = 'encryption_key';

const PURPOSE = utf8('wicketgate pepper fingerprint\n');

/** That a database has met its service keys. */
const BOUND = 'service_keys';

/** Whether a database has service keys that belong to it: then new ones must not be made in their place. */
export async function hasServiceKeys(storage: Pick<Storage, 'readFact'>): Promise<boolean> {
  return (await storage.readFact(BOUND)) !== undefined;
}

/** Whether a database has an encryption key that belongs to it: then a new one must not be made in its place. */
export async function hasEncryptionKey(storage: Pick<Storage, 'readFact'>): Promise<boolean> {
  return (await storage.readFact(SEALING)) !== undefined;
}

/**
 * Refuses a database whose keys the service keys cannot verify: each pepper is fingerprinted in the database when it is
 * first seen, and every key that is not revoked needs its pepper; the key that sealed last must be among the encryption
 * keys, and need not be the first any more. Call it after `migrate`. Throws `ServiceKeysMismatch`.
 */
export async function assertServiceKeysFit(
  storage: Pick<Storage, 'claimFact' | 'writeFact' | 'pepperVersions'>,
  keys: Pick<ServiceKeys, 'peppers' | 'encryption'>,
): Promise<void> {
  await refuseMissing(storage, keys);
  await storage.claimFact(BOUND, 'fingerprinted');
  for (const { version, secret } of keys.peppers) {
    const fingerprint = await fingerprintOf(secret);
    if ((await storage.claimFact(`pepper_fingerprint.${version}`, fingerprint)) === fingerprint) continue;
    throw new ServiceKeysMismatch(
      `Pepper ${version} is not the one this database was made with. Bring back the service keys that belong to it: no key verifies without them.`,
    );
  }
  await refuseOtherSeals(storage, keys);
}

async function refuseOtherSeals(
  storage: Pick<Storage, 'claimFact' | 'writeFact'>,
  { encryption }: Pick<ServiceKeys, 'encryption'>,
): Promise<void> {
  const [sealing] = encryption;
  if (sealing === undefined) throw new TypeError('The gateway needs at least one encryption key.');
  const before = await storage.claimFact(SEALING, sealing.id);
  if (before === sealing.id) return;
  if (encryption.some(({ id }) => id === before)) return storage.writeFact(SEALING, sealing.id);
  throw new ServiceKeysMismatch(
    `The database holds secrets that are sealed under the encryption key ${before}, which the service keys do not have. Bring it back, behind the new one if that is to take its place.`,
  );
}

async function refuseMissing(storage: Pick<Storage, 'pepperVersions'>, { peppers }: Pick<ServiceKeys, 'peppers'>) {
  const present = new Set(peppers.map(({ version }) => version));
  const missing = (await storage.pepperVersions()).filter((version) => !present.has(version));
  if (missing.length === 0) return;
  throw new ServiceKeysMismatch(
    `The database holds keys under pepper ${missing.join(', ')}, which the service keys do not have. Bring it back: those keys do not verify without it.`,
  );
}

/** One way: a pepper is 32 random bytes, so its hash tells nothing of it. */
async function fingerprintOf(secret: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from([...PURPOSE, ...secret]))));
}
