import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { systemClock } from '@wicketgate/core';
import { createGateway, type Gateway, parseConfig, type ServiceKeys } from '@wicketgate/gateway';
import { createNodeDigests } from '../../../gateway/src/node/node-digests.ts';
import { openSqliteStorage } from '../../../gateway/src/node/sqlite-storage.ts';
import { createKeyService } from '../../../gateway/src/services/key-service.ts';
import { createVerifier, type Verifier } from '../../../gateway/src/services/verifier.ts';
import { counted, type CountedStorage } from './counted-storage.ts';

/** Our gateway's parts over one database file, as the Node host puts them together, without a socket. */
export interface OwnGateway {
  readonly storage: CountedStorage;
  mint(count: number): Promise<string[]>;
  /** With empty caches. */
  coldVerifier(): Verifier;
  /** With empty caches. Its maker closes it. */
  coldGateway(): Promise<Gateway>;
  close(): Promise<void>;
}

const URL_OF_BENCH = 'http://127.0.0.1:8787';
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
/** So that no limit of a tier ends a measurement. */
const NO_LIMIT = { requests: 1_000_000, windowSeconds: 1, burst: 1_000_000 };

export async function openOwnGateway(): Promise<OwnGateway> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-bench-'));
  const storage = counted(await openSqliteStorage({ file: path.join(folder, 'wicketgate.db') }));
  await storage.migrate();
  const parsed = parseConfig({});
  if (!parsed.ok) throw new Error('The default configuration is refused.');
  const { keyBrand, keyEnvironments, keyShapes } = parsed.config;
  const serviceKeys: ServiceKeys = {
    peppers: [{ version: 1, secret: secretBytes() }],
    signing: [{ kid: 'bench', seed: secretBytes() }],
    encryption: [{ id: 'bench', key: secretBytes() }],
  };
  const shared = {
    ...{ peppers: serviceKeys.peppers, brand: keyBrand, environments: keyEnvironments, shapes: keyShapes },
    ...{ digests: createNodeDigests(), random, clock: systemClock },
  };
  const keys = createKeyService({ ...shared, storage, onChange: () => undefined });
  const actor = { id: 'bootstrap', address: null, requestId: 'bench' };
  const draft = { name: 'bench', owner: { id: 'dev@example.com', email: null, name: null }, limits: NO_LIMIT };
  return {
    storage,
    mint: async (count) => {
      const made: string[] = [];
      while (made.length < count) made.push((await keys.create(draft, actor)).apiKey);
      return made;
    },
    coldVerifier: () => createVerifier({ ...shared, store: storage }),
    coldGateway: () =>
      createGateway({
        ...shared,
        storage,
        serviceKeys,
        logger: SILENT,
        config: { ...parsed.config, publicUrl: URL_OF_BENCH },
      }),
    close: async () => {
      await storage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The request of a client that shows its key. */
export function requestWith(key: string, endpoint: { readonly method: string; readonly path: string }): Request {
  const { method, path: at } = endpoint;
  return new Request(`${URL_OF_BENCH}${at}`, { method, headers: { authorization: `Bearer ${key}` } });
}

function random(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(bytes);
}

function secretBytes(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(randomBytes(32));
}
