import type { KeyEnvironment, Role, Tier } from '@wicketgate/contract';
import type { KeyRecord, Limits, Metadata, Owner } from '../domain/key-record.ts';
import type { KeyFilter } from '../ports/storage.ts';

/** Who administers, for the audit trail. */
export interface Actor {
  readonly keyId: string;
  readonly address: string | null;
  readonly requestId: string;
}

export interface KeyDraft {
  readonly name: string;
  readonly owner: Owner;
  readonly env?: KeyEnvironment | undefined;
  readonly tier?: Tier | undefined;
  readonly role?: Role | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly limits?: Limits | null | undefined;
  readonly expiresAt?: number | null | undefined;
  readonly metadata?: Metadata | undefined;
}

export type KeyEdit = Partial<Omit<KeyDraft, 'env'>>;

/** The administration of keys. Every method commits its audit entry with the change, and throws `Refused`. */
export interface KeyService {
  create(draft: KeyDraft, actor: Actor): Promise<{ record: KeyRecord; apiKey: string }>;
  import(draft: KeyDraft & { shape: string; sha256: string }, actor: Actor): Promise<KeyRecord>;
  list(filter: KeyFilter, page: { cursor?: string | undefined; limit: number }): Promise<{ items: KeyRecord[]; nextCursor: string | null }>;
  show(id: string): Promise<KeyRecord>;
  edit(id: string, edit: KeyEdit, actor: Actor): Promise<KeyRecord>;
  suspend(id: string, reason: string | null, actor: Actor): Promise<KeyRecord>;
  resume(id: string, actor: Actor): Promise<KeyRecord>;
  revoke(id: string, reason: string, actor: Actor): Promise<KeyRecord>;
  rotate(id: string, overlapSeconds: number, actor: Actor): Promise<{ record: KeyRecord; apiKey: string }>;
}
