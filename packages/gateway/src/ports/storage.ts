import type { KeyEnvironment, KeyStatus, Role, Tier } from '@wicketgate/contract';
import type { KeyChange, KeyRecord } from '../domain/key-record.ts';
import type { SignInStore } from './sign-in-store.ts';

export type { KeyChange };

export interface KeyFilter {
  readonly status?: KeyStatus | undefined;
  readonly env?: KeyEnvironment | undefined;
  readonly tier?: Tier | undefined;
  readonly role?: Role | undefined;
  readonly ownerId?: string | undefined;
  /** Part of a name, in any case; `%` and `_` stand for themselves. */
  readonly nameContains?: string | undefined;
}

/** Where a page starts: behind this key, in the order newest first, then id. */
export interface KeyCursor {
  readonly createdAt: number;
  readonly id: string;
}

/** A stretch of a list, newest first: at most `limit` keys, with their states as they are at `now`. */
export interface KeyPage {
  readonly after?: KeyCursor | undefined;
  readonly limit: number;
  readonly now: number;
}

/** What an administrative act did, kept for good. Never holds a secret. */
export interface AuditEntry {
  readonly id: string;
  readonly at: number;
  /** Id of the key, session or principal that acted; else `gateway`, `bootstrap`, or `anonymous` where nobody is known. */
  readonly actor: string;
  readonly actorIp: string | null;
  readonly requestId: string;
  /** `key.create`, `key.edit`, … */
  readonly action: string;
  readonly targetId: string;
  /** What changed, as plain values: names of members with their new values. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** One change of one key, made only while its revision is still the one that was read. */
export interface KeyUpdate {
  readonly id: string;
  readonly revision: number;
  readonly change: KeyChange;
  /** Only while another key with role `admin` is active at this instant (milliseconds), so that one always remains. */
  readonly whileAnotherAdminAt?: number | undefined;
}

/** One batch: all of it commits or nothing does. A successor is inserted before the key it replaces is updated. */
export interface AdministrativeAct {
  readonly insert?: KeyRecord | undefined;
  readonly update?: KeyUpdate | undefined;
  /** Exactly one entry for each key that the act makes or changes. */
  readonly audit: readonly AuditEntry[];
}

/** `conflict`: the revision moved on, the digest or id exists already, or no other admin key would remain. */
export type ActResult = 'done' | 'conflict';

/** Keys, read one by one on the verification path and in pages by administrators. */
export interface KeyStore {
  findById(id: string): Promise<KeyRecord | undefined>;
  /** The key with any of these digests: one per pepper version in use. */
  findByDigest(digests: readonly string[]): Promise<KeyRecord | undefined>;
  list(filter: KeyFilter, page: KeyPage): Promise<KeyRecord[]>;
  act(act: AdministrativeAct): Promise<ActResult>;
}

/** What one batch of usage says of one key, or of the sign-ins of one principal. */
export interface KeyUsage {
  /** The id of the key, or what `principalUsageName` calls a principal. */
  readonly keyId: string;
  readonly count: number;
  readonly lastUsedAt: number;
  readonly lastUsedIp: string | null;
}

/** Refusals of one key id from one address in one minute. An unknown or malformed key has no id. */
export interface RefusalCount {
  /** Start of the minute, milliseconds since 1970. */
  readonly minute: number;
  readonly keyId: string | null;
  readonly address: string;
  readonly reason: string;
  readonly count: number;
}

/** Counters that are written in batches, never on the path of a request. */
export interface UsageStore {
  /** Adds counts; moves `last_used_at` forward only. */
  recordUsage(usage: readonly KeyUsage[]): Promise<void>;
  recordRefusals(refusals: readonly RefusalCount[]): Promise<void>;
  /** Deletes the counts of minutes before this instant (milliseconds). */
  pruneRefusals(before: number): Promise<void>;
}

/** Calls that were counted. */
export interface UsageTotal {
  readonly count: number;
  /** Null: none was counted. */
  readonly lastUsedAt: number | null;
}

/** What was counted, for whoever was counted. */
export interface UsageReader {
  usageOfKey(keyId: string): Promise<UsageTotal>;
  /** Over all sign-ins of a principal, and all keys that it owns, those that are over as well. */
  usageOfPrincipal(principalId: string): Promise<UsageTotal>;
}

export interface AuditStore {
  /** The newest entries of one target, newest first. */
  listAudit(targetId: string, limit: number): Promise<AuditEntry[]>;
}

/** Facts about the whole store, such as which service keys it was made with. */
export interface StoreFacts {
  readFact(name: string): Promise<string | undefined>;
  writeFact(name: string, value: string): Promise<void>;
  /** Writes a fact unless it stands already, and answers what stands: of two processes that start at once, one wins. */
  claimFact(name: string, value: string): Promise<string>;
}

/** Every method throws `StorageError` when the store fails. */
export interface Storage extends KeyStore, UsageStore, UsageReader, AuditStore, StoreFacts, SignInStore {
  /** The pepper versions that keys which are not revoked were digested with, ascending. */
  pepperVersions(): Promise<number[]>;
  /** Applies the migrations that are missing; safe to call from several processes. */
  migrate(): Promise<void>;
  /** Resolves when the store answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
