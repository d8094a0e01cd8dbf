import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { CatalogShelf } from '../../../src/services/catalog/catalog-shelf.ts';
import { createMemoryPinStore } from '../../../src/services/memory-stores.ts';
import { PinKeeper } from '../../../src/services/catalog/pin-keeper.ts';
import { ServerCatalog } from '../../../src/services/catalog/server-catalog.ts';
import { ToolApprovals } from '../../../src/services/catalog/tool-approvals.ts';
import type { CatalogRecord } from '../../../src/ports/catalog-store.ts';
import { negotiated, tool } from '../../scripted-server.ts';

/** A catalog whose listing does as a test says, asked by whoever a test says. */
function meet(onList: () => void) {
  const records = new Map<string, CatalogRecord>();
  const who = { asks: 'ann' };
  const store = {
    load: (key: string) => Promise.resolve(records.get(key)),
    save: (key: string, record: CatalogRecord) => Promise.resolve(void records.set(key, record)),
    delete: (key: string) => Promise.resolve(void records.delete(key)),
  };
  const facts = { id: 's', identity: 'identity', logger: undefined };
  const catalog = new ServerCatalog({
    ...{ id: 's', clock: createFakeClock(), logger: undefined, judge: () => true, onChange: () => undefined },
    session: {
      list: () => {
        onList();
        return Promise.resolve({ tools: [tool('echo')], ttlMs: undefined, cacheScope: 'private' });
      },
      report: () => ({ ...{ state: 'ready', negotiated, problem: undefined, retryAt: undefined, connections: 1 } }),
    },
    shelf: new CatalogShelf({ ...facts, store }),
    approvals: new ToolApprovals({
      id: 's',
      pinning: 'report',
      pins: new PinKeeper({ ...facts, store: createMemoryPinStore() }),
    }),
    principal: () => Promise.resolve(who.asks),
  });
  return { catalog, records, who };
}

describe('a listing', () => {
  it('is stored for whom it was listed', async () => {
    const { catalog, records } = meet(() => undefined);
    await catalog.ensure('fresh');
    expect([...records.keys()]).toEqual(['identity.ann']);
  });

  it('is stored for nobody when somebody else signed in meanwhile, and is made anew for them', async () => {
    const world = meet(() => {
      world.who.asks = 'bob';
    });
    await world.catalog.ensure('fresh');
    expect([...world.records.keys()]).toEqual([]);
    await world.catalog.ensure('fresh');
    expect([...world.records.keys()]).toEqual(['identity.bob']);
    expect(world.catalog.stats.misses).toBe(2);
  });
});
