import type { SessionRecord } from '../../rules/session-record.ts';
import { WicketgateError } from '../../words/errors.ts';
import type { Refresher } from './session-refresh.ts';
import { isLockTimeout, type SessionShelf } from './session-shelf.ts';
import { requestRevocation } from './token-endpoint.ts';

/** Forgets the record. Whoever holds the lock for too long keeps nobody signed in. */
export async function clearRecord(shelf: SessionShelf, signal: AbortSignal | undefined): Promise<void> {
  try {
    await shelf.exclusively(() => shelf.clear(), signal);
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    await shelf.clear();
  }
}

/** Stores a new sign-in, and answers the one that was there. Not beside a refresh of that one, which would be stored over this. */
export async function replaceRecord(
  { shelf, state }: Refresher,
  record: SessionRecord,
  signal: AbortSignal | undefined,
): Promise<SessionRecord | undefined> {
  const replace = async () => {
    const older = state.newest(await shelf.load().catch(() => undefined));
    await shelf.save(record);
    return older;
  };
  return shelf.exclusively(replace, signal);
}

/** Keeps a sign-in. What could not be kept must not live on at the gateway. */
export async function orRevoked<T>(refresher: Refresher, record: SessionRecord, keep: () => Promise<T>): Promise<T> {
  try {
    return await keep();
  } catch (error) {
    await revoked(refresher, record);
    throw error;
  }
}

/** Ends a sign-in at the gateway, and tells whether that worked. */
export async function revoked(
  { http, find }: Refresher,
  record: SessionRecord,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    const server = await find(signal);
    // Its tokens are nobody else's business.
    if (server.issuer !== record.issuer) return false;
    await requestRevocation({ http, signal }, server, record);
    return true;
  } catch (error) {
    const code = WicketgateError.isInstance(error) ? error.code : undefined;
    http.logger?.warn({ code }, 'the gateway could not be told that a sign-in has ended');
    return false;
  }
}
