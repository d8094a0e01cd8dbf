import { describe, expect, it } from 'vitest';
import { openFileCatalogStore } from '../../src/node/file-catalog-store.ts';
import type { CatalogRecord } from '../../src/ports/catalog-store.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const RECORD: CatalogRecord = {
  tools: [
    { name: 'list', inputSchema: { type: 'object' } },
    {
      name: 'read',
      title: 'Read',
      description: 'Reads a file.',
      inputSchema: { type: 'object', properties: { path: { type: 'string' } } },
      outputSchema: { type: 'object' },
      annotations: { readOnlyHint: true },
    },
  ],
  fetchedAt: 1_767_225_600_000,
  expiresAt: 1_767_225_900_000,
  description: 'Files',
};

describe('openFileCatalogStore', () => {
  it('keeps a listing between two openings, to the last member', async () => {
    const folder = await temporaryFolder();
    const withMore = { ...RECORD, tools: [{ ...RECORD.tools[0], icons: [{ src: 'data:,' }] }, RECORD.tools[1]] };
    await openFileCatalogStore({ folder }).save('server', withMore as CatalogRecord);
    expect(await openFileCatalogStore({ folder }).load('server')).toEqual(withMore);
  });

  it('keeps one without a description', async () => {
    const store = openFileCatalogStore({ folder: await temporaryFolder() });
    await store.save('server', { ...RECORD, description: undefined });
    expect(await store.load('server')).toEqual({ ...RECORD, description: undefined });
  });

  it('keeps the listings of two keys apart, and forgets one alone', async () => {
    const store = openFileCatalogStore({ folder: await temporaryFolder() });
    await store.save('server none', RECORD);
    await store.save('server principal', { ...RECORD, tools: [] });
    await store.delete('server none');
    expect(await store.load('server none')).toBeUndefined();
    expect((await store.load('server principal'))?.tools).toEqual([]);
  });

  it('takes nothing for a listing that is none', async () => {
    const store = openFileCatalogStore({ folder: await temporaryFolder() });
    await store.save('server', { ...RECORD, tools: [{ name: 'no-schema' }] } as unknown as CatalogRecord);
    expect(await store.load('server')).toBeUndefined();
  });
});
