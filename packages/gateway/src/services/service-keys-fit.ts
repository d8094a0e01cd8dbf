import { toHex, utf8 } from '../domain/encoding.ts';
import type { ServiceKeys } from '../ports/service-keys.ts';
import type { Storage } from '../ports/storage.ts';

/** The service keys are not those that the database was made with. */
export class ServiceKeysMismatch extends Error {
  override readonly name = 'ServiceKeysMismatch';
  readonly code = 'service_keys_mismatch';
}

const PURPOSE = utf8('wicketgate pepper fingerprint\n');

/** That a database has met its service keys. */
const BOUND = 'service_keys';

/** Whether a database has service keys that belong to it: then new ones must not be made in their place. */
export async function hasServiceKeys(storage: Pick<Storage, 'readFact'>): Promise<boolean> {
  return (await storage.readFact(BOUND)) !== undefined;
}

/**
 * Refuses a database whose keys the service keys cannot verify: each pepper is fingerprinted in the database when it is
 * first seen, and every key that is not revoked needs its pepper. Call it after `migrate`. Throws `ServiceKeysMismatch`.
 */
export async function assertServiceKeysFit(
  storage: Pick<Storage, 'claimFact' | 'pepperVersions'>,
  keys: Pick<ServiceKeys, 'peppers'>,
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
