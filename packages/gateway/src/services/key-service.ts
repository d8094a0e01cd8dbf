import { assertBrand, type KeyEnvironment, type RandomBytes } from '@wicketgate/contract';
import type { Clock } from '@wicketgate/core';
import { createWebDigests } from '../adapters/web-digests.ts';
import { assertShapes, type ForeignShape } from '../domain/foreign-shape.ts';
import type { KeyDraft, KeyEdit } from '../domain/key-draft.ts';
import { createKeyMasker } from '../domain/key-masking.ts';
import type { KeyRecord } from '../domain/key-record.ts';
import type { Digests } from '../ports/digests.ts';
import type { ServiceKeys } from '../ports/service-keys.ts';
import type { KeyFilter, KeyStore } from '../ports/storage.ts';
import { createKeyChanges } from './key-changes.ts';
import { createKeyCommits } from './key-commits.ts';
import { createKeyDigests } from './key-digests.ts';
import { createKeyMaking } from './key-making.ts';
import { createKeyReading } from './key-reading.ts';

export type { KeyDraft, KeyEdit };

/** Who administers, for the audit trail. */
export interface Actor {
  /** Id of the key that acts, or `bootstrap`. */
  readonly keyId: string;
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

export interface KeyServiceOptions {
  readonly storage: KeyStore;
  readonly peppers: ServiceKeys['peppers'];
  readonly brand: string;
  readonly environments: readonly KeyEnvironment[];
  readonly shapes: readonly ForeignShape[];
  readonly clock: Pick<Clock, 'now'>;
  readonly random: RandomBytes;
  /** Told of each key that an act made or changed, before the act's promise resolves. */
  readonly onChange: (keyId: string) => void;
  /** Default WebCrypto. */
  readonly digests?: Digests;
}

/** Throws a TypeError for bad options. */
export function createKeyService(options: KeyServiceOptions): KeyService {
  const { storage, brand, shapes, environments, clock, random } = options;
  assertBrand(brand);
  assertShapes(shapes, brand);
  const now = () => clock.now();
  const mask = createKeyMasker(brand, shapes);
  const digests = createKeyDigests(options.digests ?? createWebDigests(), options.peppers);
  const commits = createKeyCommits({ storage, random, onChange: options.onChange });
  const reading = createKeyReading({ storage, now });
  const making = createKeyMaking({ storage, brand, shapes, environments, digests, random, now, mask, commits });
  const changes = createKeyChanges({ storage, environments, now, mask, commits, reading, mint: making.mint });

  return {
    create: (draft, actor) => making.create(draft, actor),
    import: (draft, actor) => making.import(draft, actor),
    ...reading,
    ...changes,
  };
}
