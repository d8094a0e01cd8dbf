import type { Storage } from '../ports/storage.ts';
import { createAuditStore } from './audit-store.ts';
import type { Database } from './database.ts';
import { createFactStore } from './fact-store.ts';
import { createKeyStore } from './key-store.ts';
import { migrate } from './migrator.ts';
import { createSignInStore } from './sign-in-store.ts';
import { createUsageReader } from './usage-reader.ts';
import { createUsageStore } from './usage-store.ts';

/** The whole storage over what a dialect brings. */
export function createStorage(database: Database): Storage {
  const { db } = database;
  return {
    ...createKeyStore(database),
    ...createUsageStore(database),
    ...createUsageReader(database),
    ...createAuditStore(database),
    ...createFactStore(database),
    ...createSignInStore(database),
    async pepperVersions() {
      const rows = await db
        .selectFrom('api_keys')
        .select('pepper_version')
        .distinct()
        .where('status', '!=', 'revoked')
        .orderBy('pepper_version')
        .execute();
      return rows.map((row) => row.pepper_version);
    },
    migrate: () => migrate(database),
    async ping() {
      await db.selectFrom('schema_migrations').select('id').limit(1).execute();
    },
    close: () => database.close(),
  };
}
