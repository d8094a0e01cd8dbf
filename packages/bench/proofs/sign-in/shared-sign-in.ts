import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createGatewayClient, Secret } from '@wicketgate/core';
import { createDeviceLogin, createSession } from '@wicketgate/core/auth';
import { createKeyBrowser } from '../../../gateway/test/support/key-browser.ts';
import type { BuiltGateway } from '../verify-load/built-gateway.ts';
import { lockFolder, openFile, openStore, type SharedPlace, type StoreKind } from './shared-store.ts';

/** A sign-in that stands in a store of its own. */
export interface SharedSignIn {
  readonly place: SharedPlace;
  /** How often it was refreshed, as the store has it. Throws when the store cannot be read, or has no whole record. */
  refreshes(): Promise<number>;
  /** The process that holds its lock, or undefined when nobody does. */
  refresher(): Promise<number | undefined>;
  /** How many sign-ins of the gateway are alive. */
  alive(): Promise<number>;
  remove(): Promise<void>;
}

/** Somebody signs in by a device code, and allows it at the gateway's page with a key that no limit stops. */
export async function signInShared(gateway: BuiltGateway, kind: StoreKind): Promise<SharedSignIn> {
  const { url, adminKey } = gateway;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-proof-'));
  const place = { kind, folder, masterKey: randomBytes(32).toString('base64') };
  await openFile(place).create([{ kind: 'master-key' }]);
  const admin = createGatewayClient({ url, credential: new Secret(adminKey) });
  await signIn(gateway, place);
  const account = await accountIn(place);
  const lock = path.join(lockFolder(place), `token-${account}.lock`);
  return {
    place,
    async refreshes() {
      const record = (await openStore(place).load(account))?.reveal();
      if (record === undefined) throw new Error('The record is gone.');
      return (JSON.parse(record) as { generation: number }).generation;
    },
    async refresher() {
      const text = await readFile(lock, 'utf8').catch(() => '');
      return /"pid":(\d+)/.test(text) ? (JSON.parse(text) as { pid: number }).pid : undefined;
    },
    alive: async () => (await admin.sessions.list({ query: { status: 'active' } })).items.length,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function signIn({ url, adminKey }: BuiltGateway, place: SharedPlace): Promise<void> {
  const admin = createGatewayClient({ url, credential: new Secret(adminKey) });
  const limits = { requests: 1_000_000, windowSeconds: 1, burst: 1_000_000 };
  const { apiKey } = await admin.keys.create({ body: { name: 'proof', owner: { id: 'dev@example.com' }, limits } });
  const login = createDeviceLogin({ url, clientId: 'wicketgate-cli' });
  const code = await login.start();
  await createKeyBrowser((request) => fetch(request), url).activate(code.userCode, apiKey, 'allow');
  const session = createSession({ url, clientId: 'wicketgate-cli', store: openStore(place), refresh: 'asked' });
  await session.save(await login.wait(code));
  await session.close();
}

/** The name under which the sign-in stands in its store. */
async function accountIn(place: SharedPlace): Promise<string> {
  for (const name of await namesIn(place)) {
    const account = /^(?:wicketgate\.token\.|token-)([0-9a-f]{64})(?:\.json)?$/.exec(name)?.[1];
    if (account !== undefined) return account;
  }
  throw new Error('The store has no sign-in.');
}

async function namesIn(place: SharedPlace): Promise<readonly string[]> {
  if (place.kind === 'plain') return readdir(lockFolder(place));
  const file = openFile(place);
  await file.unlock();
  const names = (await file.names?.()) ?? [];
  await file.close();
  return names;
}
