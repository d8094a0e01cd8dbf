import { afterEach, beforeEach, describe } from 'vitest';
import type { Storage } from '../../src/ports/storage.ts';
import type { Database } from '../../src/storage/database.ts';
import { createStorage } from '../../src/storage/storage.ts';
import type { StorageContract } from './contract.ts';
import { browserContract } from './sign-in-contract/browser.ts';
import { grantContract } from './sign-in-contract/grants.ts';
import { pruningContract } from './sign-in-contract/pruning.ts';
import { refreshContract } from './sign-in-contract/refresh.ts';
import { sessionContract } from './sign-in-contract/sessions.ts';

/** What a part of the suite tests: the storage of the test that runs. */
export interface SignInHouse {
  readonly storage: Storage;
  readonly database: Database;
}

/** What the store of sign-ins must do on any dialect. */
export function signInContract({ name, open }: StorageContract): void {
  describe(`sign-ins on ${name}`, () => {
    let database: Database;
    let storage: Storage;
    const house: SignInHouse = {
      get storage() {
        return storage;
      },
      get database() {
        return database;
      },
    };

    beforeEach(async () => {
      database = await open();
      storage = createStorage(database);
      await storage.migrate();
    });
    afterEach(async () => {
      await storage.close();
    });

    for (const part of [grantContract, sessionContract, refreshContract, browserContract, pruningContract]) part(house);
  });
}
