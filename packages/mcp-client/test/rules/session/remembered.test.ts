import { describe, expect, it } from 'vitest';
import { believed, LEGACY_LIFE_MS, partialAgreement, servesCalls } from '../../../src/rules/session/remembered.ts';
import type { Negotiated } from '../../../src/words/negotiated.ts';

const NOW = 1_700_000_000_000;
const legacy: Negotiated = {
  ...{ era: 'legacy', protocolVersion: '2025-06-18', serverInfo: { name: 'old', version: '1' } },
  ...{ instructions: undefined, discover: undefined },
};
const modern: Negotiated = {
  ...legacy,
  era: 'modern',
  protocolVersion: '2026-07-28',
  discover: { supportedVersions: [] },
};

describe('believed', () => {
  it('believes an agreement on an old revision for a day, since the server may be upgraded', () => {
    expect(believed({ negotiated: legacy, at: NOW - LEGACY_LIFE_MS + 1 }, NOW)).toBe(legacy);
    expect(believed({ negotiated: legacy, at: NOW - LEGACY_LIFE_MS }, NOW)).toBeUndefined();
  });

  it('believes one on the newest revision until it fails', () => {
    expect(believed({ negotiated: modern, at: NOW - 100 * LEGACY_LIFE_MS }, NOW)).toBe(modern);
  });

  it('believes nothing from the future, nothing that is incomplete, and nothing at all of nothing', () => {
    expect(believed({ negotiated: modern, at: NOW + 1 }, NOW)).toBeUndefined();
    expect(believed({ negotiated: { ...modern, discover: undefined }, at: NOW }, NOW)).toBeUndefined();
    expect(believed(undefined, NOW)).toBeUndefined();
  });
});

describe('partialAgreement', () => {
  const told: Negotiated = {
    ...{ era: 'modern', protocolVersion: '2026-07-28', instructions: 'Planted for Anna.' },
    serverInfo: { name: 'files', version: '1.2.3', title: 'Planted files of Anna' },
    discover: {
      supportedVersions: ['2026-07-28'],
      capabilities: {
        tools: { listChanged: true, planted: 'for Anna' },
        resources: { subscribe: false },
        experimental: { planted: {} },
      },
      instructions: 'Planted for Anna.',
      _meta: { planted: true },
    },
  };

  it('keeps how the server speaks, and nothing of what it said of itself', () => {
    const partial = partialAgreement(told);
    expect(partial).toEqual({
      ...{ era: 'modern', protocolVersion: '2026-07-28', instructions: undefined, partial: true },
      serverInfo: { name: 'files', version: '1.2.3' },
      discover: {
        supportedVersions: ['2026-07-28'],
        capabilities: { tools: { listChanged: true }, resources: { subscribe: false } },
      },
    });
    expect(JSON.stringify(partial)).not.toMatch(/planted/i);
    expect(partialAgreement(legacy)).toEqual({ ...legacy, partial: true });
  });

  it('serves calls, unless the one who found it out had no tools', () => {
    expect(servesCalls(partialAgreement(told))).toBe(true);
    expect(servesCalls(partialAgreement(legacy))).toBe(true);
    expect(servesCalls(partialAgreement(modern))).toBe(false);
    expect(servesCalls(modern)).toBe(true);
  });
});
