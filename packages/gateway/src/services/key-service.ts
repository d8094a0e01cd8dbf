import { assertBrand, type KeyEnvironment, type RandomBytes } from '@wicketgate/contract';
import type { Clock } from '@wicketgate/core';
import { createWebDigests } from '../adapters/web-digests.ts';
import { assertShapes, type ForeignShape } from '../domain/foreign-shape.ts';
import type { KeyDraft } from '../domain/key-draft.ts';
import { createKeyMasker } from '../domain/key-masking.ts';
import type { Digests } from '../ports/digests.ts';
import type { ServiceKeys } from '../ports/service-keys.ts';
import type { KeyStore } from '../ports/storage.ts';
import type { Actor, KeyService } from './key-administration.ts';
import { createKeyChanges } from './key-changes.ts';
import { createKeyCommits } from './key-commits.ts';
import { createKeyDigests } from './key-digests.ts';
import { createKeyMaking } from './key-making.ts';
import { createKeyReading } from './key-reading.ts';

export type { Actor, KeyDraft, KeyService };

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
  /** Given the text of each new key before it is committed; when it fails there is no key. Default: the answer alone. */
  readonly handOver?: (apiKey: string) => Promise<void>;
}

/** Throws a TypeError for bad options. */
export function createKeyService(options: KeyServiceOptions): KeyService {
  const { storage, brand, shapes, environments, clock, random, handOver } = options;
  assertBrand(brand);
  assertShapes(shapes, brand);
  const now = () => clock.now();
  const mask = createKeyMasker(brand, shapes);
  const digests = createKeyDigests(options.digests ?? createWebDigests(), options.peppers);
  const commits = createKeyCommits({ storage, random, onChange: options.onChange });
  const reading = createKeyReading({ storage, now });
  const common = { storage, environments, now, mask, commits };
  const making = createKeyMaking({ ...common, brand, shapes, digests, random, handOver });
  const changes = createKeyChanges({ ...common, reading, mint: making.mint });

  return {
    create: (draft, actor) => making.create(draft, actor),
    import: (draft, actor) => making.import(draft, actor),
    ...reading,
    ...changes,
  };
}
