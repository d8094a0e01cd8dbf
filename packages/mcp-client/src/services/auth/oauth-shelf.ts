import { type Clock, type Logger, type TokenStore, WicketgateError } from '@wicketgate/core';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type ClientRecord, clientRecordText, parseClientRecord } from '../../rules/auth/client-record.ts';
import { parseTokenRecord, type TokenRecord, tokenRecordText } from '../../rules/auth/token-record.ts';

export interface OAuthShelfOptions {
  readonly store: TokenStore;
  readonly serverUrl: string;
  readonly profile: string;
  readonly clock: Clock;
  readonly logger: Logger | undefined;
}

/** Where this client registered itself, and as whom. */
export interface RegistrationPlace {
  readonly issuer: string;
  readonly clientName: string;
}

/** The sign-in at one server, and the registrations at all authorization servers, in their store. */
export interface OAuthShelf {
  /** Undefined when there is none, or one that nobody can read. */
  load(signal?: AbortSignal): Promise<TokenRecord | undefined>;
  save(record: TokenRecord): Promise<void>;
  clear(signal?: AbortSignal): Promise<boolean>;
  exclusively<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  loadClient(place: RegistrationPlace): Promise<ClientRecord | undefined>;
  saveClient(place: RegistrationPlace, record: ClientRecord): Promise<void>;
  clearClient(place: RegistrationPlace): Promise<void>;
}

/** Accounts are hashes: a keyring shows them, and neither the server nor the person. */
export function createOAuthShelf({ store, serverUrl, profile, clock, logger }: OAuthShelfOptions): OAuthShelf {
  const account = hashOf('wicketgate-mcp-oauth/v1', serverUrl, profile);
  const clientAccount = ({ issuer, clientName }: RegistrationPlace) =>
    hashOf('wicketgate-mcp-oauth-client/v1', issuer, clientName);
  return {
    load: async (signal) => {
      const text = await store.load(account, signal);
      const record = text && parseTokenRecord(text);
      if (text && !record) {
        logger?.warn({ store: store.id }, 'the record of a sign-in is damaged, or of a newer version: sign in again');
      }
      return record;
    },
    save: (record) => store.save(account, tokenRecordText(record)),
    clear: (signal) => store.clear(account, signal),
    exclusively: (work, signal) => store.exclusively(account, work, signal),
    loadClient: async (place) => {
      const text = await store.load(clientAccount(place));
      return text && parseClientRecord(text, { issuer: place.issuer, now: clock.now() });
    },
    saveClient: (place, record) => store.save(clientAccount(place), clientRecordText(record)),
    clearClient: async (place) => {
      await store.clear(clientAccount(place));
    },
  };
}

/** Whether somebody else held the lock for longer than the store waits. */
export function isLockTimeout(error: unknown): boolean {
  return WicketgateError.isInstance(error) && error.code === 'lock_timeout';
}

function hashOf(...parts: readonly string[]): string {
  return bytesToHex(sha256(utf8ToBytes(parts.join('\n'))));
}
