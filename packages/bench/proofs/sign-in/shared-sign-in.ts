import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createGatewayClient, Secret } from '@wicketgate/core';
import { createDeviceLogin, createSession, type Session } from '@wicketgate/core/auth';
import { createKeyBrowser } from '../../../gateway/test/support/key-browser.ts';
import type { BuiltGateway } from '../verify-load/built-gateway.ts';
import { lockFolder, openFile, openStore, type SharedPlace } from './shared-store.ts';

/** A sign-in that stands in a store of its own. */
export interface SharedSignIn {
  readonly place: SharedPlace;
  readonly session: Session;
  /** How often it was refreshed, as the store has it. Throws when the store cannot be read, or has no whole record. */
  refreshes(): Promise<number>;
  /** The process that refreshes now, or undefined when nobody does. */
  refresher(): Promise<number | undefined>;
  /** How many sign-ins of the gateway are alive. */
  alive(): Promise<number>;
  remove(): Promise<void>;
}

/** Somebody signs in by a device code, and allows it at the gateway's page with a key that no limit stops. */
export async function signInShared({ url, adminKey }: BuiltGateway): Promise<SharedSignIn> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-proof-'));
  const place = { folder, masterKey: randomBytes(32).toString('base64') };
  await openFile(place).create([{ kind: 'master-key' }]);
  const admin = createGatewayClient({ url, credential: new Secret(adminKey) });
  const limits = { requests: 1_000_000, windowSeconds: 1, burst: 1_000_000 };
  const { apiKey } = await admin.keys.create({ body: { name: 'proof', owner: { id: 'dev@example.com' }, limits } });

  const login = createDeviceLogin({ url, clientId: 'wicketgate-cli' });
  const code = await login.start();
  await createKeyBrowser((request) => fetch(request), url).activate(code.userCode, apiKey, 'allow');
  const store = openStore(place);
  const session = createSession({ url, clientId: 'wicketgate-cli', store, refresh: 'asked' });
  await session.save(await login.wait(code));
  const account = await accountIn(place);
  return {
    place,
    session,
    async refreshes() {
      const record = (await openStore(place).load(account))?.reveal();
      if (record === undefined) throw new Error('The record is gone.');
      return (JSON.parse(record) as { generation: number }).generation;
    },
    async refresher() {
      const lock = path.join(lockFolder(place), `token-${account}.lock`);
      const text = await readFile(lock, 'utf8').catch(() => '');
      return text === '' ? undefined : (JSON.parse(text) as { pid: number }).pid;
    },
    alive: async () => (await admin.sessions.list({ query: { status: 'active' } })).items.length,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The name under which the sign-in stands in the file. */
async function accountIn(place: SharedPlace): Promise<string> {
  const file = openFile(place);
  await file.unlock();
  const [name = ''] = ((await file.names?.()) ?? []).filter((each) => each.startsWith('wicketgate.token.'));
  await file.close();
  return name.slice('wicketgate.token.'.length);
}
