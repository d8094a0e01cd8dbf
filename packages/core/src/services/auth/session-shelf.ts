import { toHex } from '../../rules/byte-text.ts';
import { sha256 } from '../../adapters/web-crypto.ts';
import type { Logger } from '../../ports/logger.ts';
import type { TokenStore } from '../../ports/token-store.ts';
import { accountUrl } from '../../rules/server-address.ts';
import { parseRecord, recordText, type SessionRecord } from '../../rules/session-record.ts';
import { WicketgateError } from '../../words/errors.ts';

/** Whose record it is. */
export interface SessionPlace {
  readonly store: TokenStore;
  /** Base URL of the gateway. */
  readonly url: string;
  readonly clientId: string;
  readonly profile: string;
  readonly logger: Logger | undefined;
}

/** The record of one sign-in in its store. */
export interface SessionShelf {
  /** Undefined when there is none, or one that nobody can read. */
  load(signal?: AbortSignal): Promise<SessionRecord | undefined>;
  save(record: SessionRecord): Promise<void>;
  clear(): Promise<boolean>;
  exclusively<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** The account is a hash: a keyring shows it, and neither the gateway nor the person. */
export function createShelf({ store, url, clientId, profile, logger }: SessionPlace): SessionShelf {
  let hashed: Promise<string> | undefined;
  const account = () =>
    (hashed ??= sha256(['wicketgate-session/v1', accountUrl(url), clientId, profile].join('\n')).then(toHex));
  return {
    load: async (signal) => {
      const text = await store.load(await account(), signal);
      if (text === undefined) return undefined;
      const record = parseRecord(text);
      if (record === undefined) {
        logger?.warn({ store: store.id }, 'the record of the sign-in is damaged, or of a newer version: sign in again');
      }
      return record;
    },
    save: async (record) => store.save(await account(), recordText(record)),
    clear: async () => store.clear(await account()),
    exclusively: async (work, signal) => store.exclusively(await account(), work, signal),
  };
}

/** Whether somebody else held the lock for longer than the store waits. */
export function isLockTimeout(error: unknown): boolean {
  return WicketgateError.isInstance(error) && error.code === 'lock_timeout';
}
