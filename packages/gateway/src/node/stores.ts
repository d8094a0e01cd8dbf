import { join } from 'node:path';
import type { RandomBytes } from '@wicketgate/contract';
import type { GatewayConfig } from '../config.ts';
import type { ServiceKeys } from '../ports/service-keys.ts';
import type { Storage } from '../ports/storage.ts';
import { assertServiceKeysFit, hasEncryptionKey, hasServiceKeys } from '../services/service-keys-fit.ts';
import { ServiceKeysError, type ServiceKeysErrorCode } from './service-keys-error.ts';
import { openServiceKeys, type OpenServiceKeysOptions } from './service-keys-file.ts';
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
      encryptionKey: config.encryptionKey?.reveal(),
      ...(await mayMake(config, storage)),
      random,
    }).catch(advise);
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
async function mayMake(
  config: GatewayConfig,
  storage: Storage,
): Promise<Pick<OpenServiceKeysOptions, 'whenMissing' | 'whenIncomplete'>> {
  const isEmbedded = config.databaseFile === undefined && config.keysFile === undefined;
  return {
    whenMissing: isEmbedded && !(await hasServiceKeys(storage)) ? 'create' : 'refuse',
    whenIncomplete: isEmbedded && !(await hasEncryptionKey(storage)) ? 'add' : 'refuse',
  };
}

const MADE_BY = 'what "openssl rand -base64 32" prints';

const ADVICE: Readonly<Partial<Record<ServiceKeysErrorCode, string>>> = {
  missing:
    'Bring back the file that belongs to this database. For a new database outside the data folder set ' +
    `WICKETGATE_PEPPER, WICKETGATE_SIGNING_KEY and WICKETGATE_ENCRYPTION_KEY, each to ${MADE_BY}, and keep them.`,
  incomplete:
    'Bring back the file that belongs to this database. Where there has been no such key yet, set ' +
    `WICKETGATE_ENCRYPTION_KEY to ${MADE_BY}, and keep it.`,
};

function advise(error: unknown): never {
  const advice = error instanceof ServiceKeysError ? ADVICE[error.code] : undefined;
  if (!(error instanceof ServiceKeysError) || advice === undefined) throw error;
  throw new ServiceKeysError(error.code, `${error.message} ${advice}`, { cause: error });
}
