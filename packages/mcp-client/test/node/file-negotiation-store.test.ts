import { describe, expect, it } from 'vitest';
import { openFileNegotiationStore } from '../../src/node/file-negotiation-store.ts';
import type { NegotiationRecord } from '../../src/ports/negotiation-store.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const MODERN: NegotiationRecord = {
  at: 1_767_225_600_000,
  negotiated: {
    era: 'modern',
    protocolVersion: '2026-07-28',
    serverInfo: { name: 'files', version: '1.2.3', title: 'Files' },
    instructions: 'Reads and writes files.',
    discover: { supportedVersions: ['2026-07-28'], ttlMs: 1_000 },
  },
};

const LEGACY: NegotiationRecord = {
  at: 1_767_225_600_000,
  negotiated: {
    era: 'legacy',
    protocolVersion: '2025-11-25',
    serverInfo: { name: 'files', version: '1' },
    instructions: undefined,
    discover: undefined,
  },
};

const PARTIAL: NegotiationRecord = { ...MODERN, negotiated: { ...MODERN.negotiated, partial: true } };

describe('openFileNegotiationStore', () => {
  it.each([MODERN, LEGACY, PARTIAL])('remembers what was agreed between two openings', async (record) => {
    const folder = await temporaryFolder();
    await openFileNegotiationStore({ folder }).save('server', record);
    expect(await openFileNegotiationStore({ folder }).load('server')).toEqual(record);
  });

  it('takes nothing for an agreement that is none', async () => {
    const folder = await temporaryFolder();
    const store = openFileNegotiationStore({ folder });
    await store.save('server', { ...MODERN, negotiated: { ...MODERN.negotiated, era: 'future' as 'modern' } });
    expect(await store.load('server')).toBeUndefined();
  });
});
