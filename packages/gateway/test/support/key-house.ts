import { type KeyEnvironment, mintApiKey } from '@wicketgate/contract';
import { createFakeClock, createSeededRandom, type FakeClock } from '@wicketgate/testing';
import { createHash } from 'node:crypto';
import { parseShapes } from '../../src/domain/foreign-shape.ts';
import { createNodeDigests } from '../../src/node/node-digests.ts';
import { openSqliteStorage } from '../../src/node/sqlite-storage.ts';
import type { ServiceKeys } from '../../src/ports/service-keys.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { type Actor, createKeyService, type KeyService } from '../../src/services/key-service.ts';
import { createVerifier, type Verifier, type VerifierCacheOptions } from '../../src/services/verifier.ts';
import { type CountingStore, createCountingStore } from './counting-store.ts';

export const ACTOR: Actor = { id: 'bootstrap', address: '192.0.2.1', requestId: 'request-1' };
export const OWNER = { id: 'dev', email: 'dev@example.com', name: 'Developer' };
export const DRAFT = { name: 'Build server', owner: OWNER };
export const PEPPERS: ServiceKeys['peppers'] = [{ version: 1, secret: new Uint8Array(32).fill(1) }];
/** A foreign key of the registered shape `legacy`. */
export const FOREIGN_KEY = 'chef_01234567-89ab-cdef-0123-456789abcdef';

/** The SHA-256 of a text, as an operator has it from another system. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export interface KeyHouseOptions {
  readonly storage?: Storage;
  readonly peppers?: ServiceKeys['peppers'];
  readonly environments?: readonly KeyEnvironment[];
  readonly cache?: VerifierCacheOptions;
}

let houses = 0;

/** A verifier and the administration of keys over one database in memory, as the gateway puts them together. */
export interface KeyHouse {
  readonly storage: Storage;
  readonly store: CountingStore;
  readonly clock: FakeClock;
  readonly verifier: Verifier;
  readonly keys: KeyService;
  /** What the verifier was told of failing reads. */
  readonly degraded: unknown[];
  /** Keys that acts have told of. */
  readonly changed: string[];
  /** A well-formed key that was never issued. */
  strangerKey(env?: KeyEnvironment): string;
}

export async function createKeyHouse(options: KeyHouseOptions = {}): Promise<KeyHouse> {
  const storage = options.storage ?? (await openSqliteStorage({ file: ':memory:' }));
  await storage.migrate();
  const store = createCountingStore(storage);
  const clock = createFakeClock();
  const random = createSeededRandom(++houses);
  const degraded: unknown[] = [];
  const changed: string[] = [];
  const common = {
    peppers: options.peppers ?? PEPPERS,
    brand: 'wg',
    environments: options.environments ?? (['live'] as const),
    shapes: parseShapes(
      JSON.stringify([
        { name: 'legacy', prefix: 'chef_', pattern: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}' },
      ]),
    ),
    random,
    digests: createNodeDigests(),
  };
  const verifier = createVerifier({
    ...common,
    store,
    ...(options.cache && { cache: options.cache }),
    onDegraded: (cause) => degraded.push(cause),
  });
  const onChange = (keyId: string) => {
    changed.push(keyId);
    verifier.forget(keyId);
  };
  const keys = createKeyService({ ...common, storage: store, clock, onChange });
  const strangerKey = (env: KeyEnvironment = 'live') => mintApiKey({ env, random }).key;
  return { storage, store, clock, verifier, keys, degraded, changed, strangerKey };
}
