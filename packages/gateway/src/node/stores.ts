import { join } from 'node:path';
import type { RandomBytes } from '@wicketgate/contract';
import type { GatewayConfig } from '../config.ts';
import type { ServiceKeys } from '../ports/service-keys.ts';
import type { Storage } from '../ports/storage.ts';
import { assertServiceKeysFit, hasServiceKeys } from '../services/service-keys-fit.ts';
import { ServiceKeysError } from './service-keys-error.ts';
import { openServiceKeys } from './service-keys-file.ts';
import { openSqliteStorage } from './sqlite-storage.ts';

/** The database and the service keys that belong to it. */
export interface Stores {
  readonly storage: Storage;
  readonly serviceKeys: ServiceKeys;
}

/**
 * Opens the database, brings it up to date, and refuses service keys that it was not made with. Throws `StorageError`,
 * `ServiceKeysError` or `ServiceKeysMismatch`.
 */
export async function openStores(config: GatewayConfig, random: RandomBytes): Promise<Stores> {
  const storage = await openSqliteStorage({ file: config.databaseFile ?? join(config.dataDirectory, 'wicketgate.db') });
  try {
    await storage.migrate();
    const serviceKeys = await openServiceKeys({
      file: config.keysFile ?? join(config.dataDirectory, 'service-keys.json'),
      pepper: config.pepper?.reveal(),
      signingKey: config.signingKey?.reveal(),
      whenMissing: (await mayMakeKeys(config, storage)) ? 'create' : 'refuse',
      random,
    }).catch(adviseOnMissing);
    await assertServiceKeysFit(storage, serviceKeys);
    return { storage, serviceKeys };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/**
 * Keys are made only for the embedded default, where nobody was told to keep them elsewhere, and only before the
 * database has met any: new ones beside an old database would hide that its own are lost.
 */
async function mayMakeKeys(config: GatewayConfig, storage: Storage): Promise<boolean> {
  if (config.databaseFile !== undefined || config.keysFile !== undefined) return false;
  return !(await hasServiceKeys(storage));
}

function adviseOnMissing(error: unknown): never {
  if (!(error instanceof ServiceKeysError) || error.code !== 'missing') throw error;
  const advice =
    'Bring back the file that belongs to this database. For a new database outside the data folder set ' +
    'WICKETGATE_PEPPER and WICKETGATE_SIGNING_KEY, each to what "openssl rand -base64 32" prints, and keep them.';
  throw new ServiceKeysError(error.code, `${error.message} ${advice}`, { cause: error });
}
