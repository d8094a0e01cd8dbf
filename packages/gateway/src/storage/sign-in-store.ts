import type { SignInStore } from '../ports/sign-in-store.ts';
import type { Database } from './database.ts';
import { createBrowserStore } from './sign-in-browser-store.ts';
import { createGrantStore } from './sign-in-grant-store.ts';
import { pruningStatements } from './sign-in-pruning.ts';
import { createSessionStore } from './sign-in-session-store.ts';

/** Sign-ins and what leads to them, over any dialect. */
export function createSignInStore(database: Database): SignInStore {
  return {
    ...createGrantStore(database),
    ...createSessionStore(database),
    ...createBrowserStore(database),
    async pruneSignIn(now) {
      await database.batch(pruningStatements(database.db, now));
    },
  };
}
