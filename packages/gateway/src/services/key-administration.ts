import type { KeyDraft, KeyEdit } from '../domain/key-draft.ts';
import type { KeyRecord } from '../domain/key-record.ts';
import type { KeyFilter } from '../ports/storage.ts';

/** Who administers, for the audit trail. */
export interface Actor {
  /** Id of the key or session that acts, or `bootstrap`, `gateway`, `anonymous`. */
  readonly id: string;
  readonly address: string | null;
  readonly requestId: string;
}

/** A key with its text, which is answered this once. */
export interface MadeKey {
  readonly record: KeyRecord;
  readonly apiKey: string;
}

/** The administration of keys. Every method commits its audit entry with the change, and throws `Refused`. */
export interface KeyService {
  create(draft: KeyDraft, actor: Actor): Promise<MadeKey>;
  import(draft: KeyDraft & { shape: string; sha256: string }, actor: Actor): Promise<KeyRecord>;
  /** Newest first. `limit` from 1 on; a cursor is that of the page before. */
  list(
    filter: KeyFilter,
    page: { cursor?: string | undefined; limit: number },
  ): Promise<{ items: KeyRecord[]; nextCursor: string | null }>;
  show(id: string): Promise<KeyRecord>;
  edit(id: string, edit: KeyEdit, actor: Actor): Promise<KeyRecord>;
  suspend(id: string, reason: string | null, actor: Actor): Promise<KeyRecord>;
  resume(id: string, actor: Actor): Promise<KeyRecord>;
  revoke(id: string, reason: string, actor: Actor): Promise<KeyRecord>;
  /** The overlap in whole seconds, 0 to 2,592,000: how long the old key still works. */
  rotate(id: string, overlapSeconds: number, actor: Actor): Promise<MadeKey>;
}
