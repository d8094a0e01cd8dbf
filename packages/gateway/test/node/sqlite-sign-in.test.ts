import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStorage } from '../../src/node/sqlite-storage.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { auditEntry, digestOf } from '../support/records.ts';
import { sessionIdOf, sessionRecord } from '../support/session-records.ts';
import { approval, deviceGrant, grantIdOf, opening, rotation } from '../support/sign-in-records.ts';

const root = mkdtempSync(join(tmpdir(), 'wicketgate-sign-in-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

let number = 0;
const FIXTURE = fileURLToPath(new URL('fixtures/rotate-tokens.ts', import.meta.url));
const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['--conditions', '@wicketgate/source', FIXTURE, ...args]);

/** Opens the same file several times over: connections that know nothing of each other. */
async function openMany(file: string, count: number): Promise<Storage[]> {
  const opened = await Promise.all(Array.from({ length: count }, () => openSqliteStorage({ file })));
  for (const storage of opened) await storage.migrate();
  return opened;
}

describe('sign-ins in a database file', () => {
  let file: string;
  beforeEach(() => {
    file = join(root, `folder-${++number}`, 'wicketgate.db');
  });
  const closeAll = (storages: readonly Storage[]) => Promise.all(storages.map((storage) => storage.close()));
  const countDone = (results: readonly string[]) => results.filter((result) => result === 'done').length;

  it('hold what was written when it is opened again', async () => {
    const [first] = await openMany(file, 1);
    await first?.openSession(opening());
    await first?.close();
    const [second] = await openMany(file, 1);
    expect(await second?.findSession(sessionIdOf(1))).toEqual(sessionRecord());
    expect(await second?.rotate(rotation(2))).toBe('done');
    await second?.close();
  });

  it('refresh one parent once, of twenty connections at once', async () => {
    const connections = await openMany(file, 20);
    await connections[0]?.openSession(opening());
    const results = await Promise.all(connections.map((storage, at) => storage.rotate(rotation(at + 2))));
    expect(countDone(results)).toBe(1);
    const children = await Promise.all(connections.map((storage, at) => storage.findRefreshToken([digestOf(at + 2)])));
    expect(children.filter((child) => child !== undefined)).toHaveLength(1);
    await closeAll(connections);
  });

  it('open one session for one grant, of twenty connections at once', async () => {
    const connections = await openMany(file, 20);
    await connections[0]?.insertDeviceGrant(deviceGrant({ status: 'approved', approval: approval() }));
    const consumed = { kind: 'device', id: grantIdOf(1), revision: 1 } as const;
    const results = await Promise.all(
      connections.map((storage, at) => {
        const session = sessionRecord({ id: sessionIdOf(at) });
        return storage.openSession(opening({ session, consumed, audit: auditEntry({ targetId: session.id }) }));
      }),
    );
    expect(countDone(results)).toBe(1);
    await closeAll(connections);
  });

  it('lose no refresh and keep one line of tokens when several processes refresh one session', async () => {
    const times = 10;
    await Promise.all(Array.from({ length: 3 }, () => run(file, String(times))));
    const [storage] = await openMany(file, 1);
    expect(await storage?.findSession(sessionIdOf(1))).toMatchObject({ revision: 3 * times + 1 });
    expect(await storage?.listAudit(sessionIdOf(1), 1_000)).toHaveLength(3 * times + 1);
    let token = await storage?.findRefreshToken([digestOf(1)]);
    for (let generation = 0; generation < 3 * times; generation++) {
      token = await storage?.findRefreshToken([token?.childDigest ?? '']);
    }
    expect(token).toMatchObject({ usedAt: null, childDigest: null });
    await storage?.close();
  });

  it('read pages from an index, and look nowhere else for what is over', async () => {
    const [storage] = await openMany(file, 1);
    const database = new DatabaseSync(file);
    const planOf = (statement: string) => JSON.stringify(database.prepare(`explain query plan ${statement}`).all());
    for (const filter of ['', `where principal_id = 'x'`, `where client_id = 'x'`]) {
      const list = `select * from sessions ${filter} order by created_at desc, id limit 10`;
      expect(planOf(list)).not.toContain('TEMP B-TREE');
    }
    const searches = [
      'delete from device_grants where expires_at <= 1',
      'delete from authorization_codes where expires_at <= 1',
      'delete from interactions where expires_at <= 1',
      'delete from used_proofs where expires_at <= 1',
      'delete from refresh_tokens where expires_at <= 1',
      'update refresh_tokens set child_sealed = null where child_sealed is not null and used_at < 1',
      'delete from sessions where expires_at <= 1 or revoked_at <= 1',
      `select * from refresh_tokens where child_digest = 'x'`,
      `select * from device_grants where user_digest in ('x', 'y')`,
    ];
    for (const search of searches) expect(planOf(search), search).not.toContain('SCAN');
    database.close();
    await storage?.close();
  });

  it('that hold no JSON are corrupt', async () => {
    const [storage] = await openMany(file, 1);
    await storage?.openSession(opening());
    await storage?.insertDeviceGrant(deviceGrant({ status: 'approved', approval: approval() }));
    const database = new DatabaseSync(file);
    database.exec(`update sessions set scopes = '['; update device_grants set approval = '{'`);
    database.close();
    await expect(storage?.findSession(sessionIdOf(1))).rejects.toMatchObject({ code: 'corrupt' });
    await expect(storage?.findDeviceGrantById(grantIdOf(1))).rejects.toMatchObject({ code: 'corrupt' });
    await storage?.close();
  });
});
