import { refreshAuthorization } from '@modelcontextprotocol/client';
import type { Secret } from '@wicketgate/core';
import { isLaterForm, type TokenRecord } from '../../rules/auth/token-record.ts';
import { McpError } from '../../words/errors.ts';
import type { AuthorizationServer } from './authorization-server.ts';
import { clientInformation } from './oauth-form.ts';
import { endsClient, endsGrant, inOurWords } from './oauth-failure.ts';
import { type ClientDesk, forgetClient } from './client-registration.ts';
import { isLockTimeout } from './oauth-shelf.ts';
import { tokensOf } from './sign-in.ts';

/** What this process knows of the sign-in, beside what is stored. */
export interface HeldRecord {
  record: TokenRecord | undefined;
  /** It is newer than what the store has, because the store failed. */
  isUnsaved: boolean;
}

export interface Refresher extends ClientDesk {
  readonly held: HeldRecord;
}

/** What the store has, unless what is held is a later form of it. Undefined when nobody is signed in any more. */
export async function readRecord({ shelf, held }: Refresher): Promise<TokenRecord | undefined> {
  const stored = await shelf.load();
  const { record } = held;
  if (stored && record && held.isUnsaved && isLaterForm(record, stored)) return record;
  held.record = stored;
  held.isUnsaved = false;
  return stored;
}

/**
 * A record with another access token than the worn one: another process's, or a refreshed one. Undefined when the sign-in is over.
 * One refreshes at a time, in all processes: refresh tokens are used up by it, and the second use of one ends the sign-in (RFC 9700
 * section 4.14.2). Throws when the authorization server cannot be asked, and then nothing has changed.
 */
export async function refreshed(
  refresher: Refresher,
  worn: string,
  server: Pick<AuthorizationServer, 'url' | 'issuer' | 'metadata'>,
): Promise<TokenRecord | undefined> {
  try {
    return await refresher.shelf.exclusively(async () => {
      // Another may have been faster.
      const record = await readRecord(refresher);
      if (record?.accessToken.reveal() !== worn) return record;
      return record.refreshToken && rotated(refresher, { ...record, refreshToken: record.refreshToken }, server);
    });
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    const late = await readRecord(refresher);
    if (late !== undefined && late.accessToken.reveal() !== worn) return late;
    throw new McpError('timeout', 'Another process has been refreshing this sign-in for too long. Try again later.');
  }
}

async function rotated(
  refresher: Refresher,
  record: TokenRecord & { readonly refreshToken: Secret },
  server: Pick<AuthorizationServer, 'url' | 'issuer' | 'metadata'>,
): Promise<TokenRecord | undefined> {
  // SEP-2352: what one server gave is never shown to another.
  if (server.issuer !== record.issuer) return undefined;
  const askedAt = refresher.settings.clock.now();
  try {
    const tokens = await refreshAuthorization(server.url, {
      ...(server.metadata && { metadata: server.metadata }),
      ...(record.resource !== undefined && { resource: record.resource }),
      clientInformation: clientInformation(record),
      refreshToken: record.refreshToken.reveal(),
      fetchFn: refresher.fetch,
    });
    const next = { ...record, ...tokensOf(tokens, { ...record, askedAt }), generation: record.generation + 1 };
    await keep(refresher, next);
    return next;
  } catch (error) {
    // The server has forgotten the client: the next sign-in must not come in its name.
    if (endsClient(error)) await forgetClient(refresher, record);
    if (endsGrant(error)) return afterRefusal(refresher, record);
    return inOurWords(() => Promise.reject(error as Error));
  }
}

/** Held before it is stored: the old refresh token is used up, and the new one must not be lost with a full disk. */
async function keep({ shelf, held, settings }: Refresher, record: TokenRecord): Promise<void> {
  held.record = record;
  held.isUnsaved = true;
  try {
    await shelf.save(record);
    held.isUnsaved = false;
  } catch {
    settings.logger?.warn({}, 'a refreshed sign-in could not be stored; this process goes on with it');
  }
}

/** Cleared only while the refused token is still the one that is stored: a newer one is somebody's sign-in. */
async function afterRefusal({ shelf, held }: Refresher, refused: TokenRecord): Promise<TokenRecord | undefined> {
  const stored = await shelf.load();
  const isOther = stored !== undefined && stored.refreshToken?.reveal() !== refused.refreshToken?.reveal();
  if (isOther && !isLaterForm(refused, stored)) {
    held.record = stored;
    held.isUnsaved = false;
    return stored;
  }
  await shelf.clear();
  held.record = undefined;
  held.isUnsaved = false;
  return undefined;
}
