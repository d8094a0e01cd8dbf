import { describe, expect, it } from 'vitest';
import { believed, LEGACY_LIFE_MS } from '../../../src/rules/session/remembered.ts';
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
