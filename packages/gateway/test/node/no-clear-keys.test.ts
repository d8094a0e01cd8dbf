import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openSqliteStorage } from '../../src/node/sqlite-storage.ts';
import { ACTOR, createKeyHouse, DRAFT, FOREIGN_KEY, PEPPERS, sha256Hex } from '../support/key-house.ts';

const root = mkdtempSync(join(tmpdir(), 'wicketgate-canary-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('the files of the database', () => {
  it('hold no key, no secret of one, no plain hash and no pepper after all that is done with keys', async () => {
    const storage = await openSqliteStorage({ file: join(root, 'wicketgate.db') });
    const house = await createKeyHouse({ storage });
    const { keys, verifier, clock } = house;
    const first = await keys.create({ ...DRAFT, role: 'admin' }, ACTOR);
    const actor = { ...ACTOR, id: first.record.id };
    const second = await keys.create(DRAFT, actor);
    const third = await keys.rotate(second.record.id, 60, actor);
    const imported = await keys.import({ ...DRAFT, shape: 'legacy', sha256: sha256Hex(FOREIGN_KEY) }, actor);
    for (const text of [first.apiKey, second.apiKey, third.apiKey, FOREIGN_KEY]) {
      expect((await verifier.verify(text, clock.now())).ok).toBe(true);
    }
    await keys.edit(imported.id, { metadata: { note: FOREIGN_KEY } }, actor);
    await keys.revoke(third.record.id, `it was ${third.apiKey}`, actor);
    await storage.recordUsage([{ keyId: first.record.id, count: 1, lastUsedAt: 1, lastUsedIp: '192.0.2.1' }]);

    const planted = [first, second, third].flatMap(({ apiKey }) => [
      apiKey,
      apiKey.slice('wg_live_'.length + 10, -6),
      sha256Hex(apiKey),
    ]);
    const pepper = Buffer.from(PEPPERS[0]?.secret ?? []);
    const canaries = [
      ...planted,
      FOREIGN_KEY,
      sha256Hex(FOREIGN_KEY),
      pepper.toString('latin1'),
      pepper.toString('hex'),
      pepper.toString('base64'),
    ];
    const files = readdirSync(root).map((name) => readFileSync(join(root, name)).toString('latin1'));
    const everything = files.join('\n');
    // The search itself works: what is meant to be stored is found.
    expect(everything).toContain(first.record.digest);
    expect(everything).toContain(`wg_live_${first.record.id}`);
    for (const canary of canaries) expect(everything.includes(canary)).toBe(false);
    await storage.close();
  });
});
