import { describe, expect, it } from 'vitest';
import { cachedUntil } from '../../src/rules/cache-life.ts';
import { malformedVerdict, validVerdict } from '../../src/rules/verdicts.ts';
import type { Identity, ValidVerdict } from '../../src/words/verdict.ts';

const NOW = Date.UTC(2026, 0, 1);
const LIVES = { positiveMs: 300_000, negativeMs: 15_000 };
const iso = (time: number) => new Date(time).toISOString();
const identity = (expiresAt: string | null): Identity => ({
  key: { id: '0123456789', name: 'a key', env: 'live' },
  session: null,
  principal: { id: 'owner-1', email: null, name: null },
  tier: 'free',
  role: 'user',
  scopes: [],
  limits: { requests: 1, windowSeconds: 1, burst: 1 },
  expiresAt,
});
const valid = (expiresAt: string | null, change: Partial<ValidVerdict> = {}): ValidVerdict => ({
  ...validVerdict({ via: 'gateway', identity: identity(expiresAt), checkedAt: NOW, degraded: false }),
  ...change,
});

describe('cachedUntil', () => {
  it('keeps a valid verdict for its five minutes and never beyond the end of the key', () => {
    expect(cachedUntil(valid(null), NOW, LIVES)).toBe(NOW + 300_000);
    expect(cachedUntil(valid(iso(NOW + 300_001)), NOW, LIVES)).toBe(NOW + 300_000);
    expect(cachedUntil(valid(iso(NOW + 299_999)), NOW, LIVES)).toBe(NOW + 299_999);
  });

  it('keeps an invalid verdict for a shorter while of its own', () => {
    expect(cachedUntil(malformedVerdict('x'), NOW, LIVES)).toBe(NOW + 15_000);
  });

  it('keeps what is less certain for the shorter while, and never beyond its grace', () => {
    expect(cachedUntil(valid(null, { degraded: true }), NOW, LIVES)).toBe(NOW + 15_000);
    const grace = (ms: number) => ({ via: 'receipt', grace: { until: iso(NOW + ms), because: 'offline' } }) as const;
    expect(cachedUntil(valid(null, grace(15_001)), NOW, LIVES)).toBe(NOW + 15_000);
    expect(cachedUntil(valid(null, grace(14_999)), NOW, LIVES)).toBe(NOW + 14_999);
    expect(cachedUntil(valid(null, { degraded: true }), NOW, { ...LIVES, positiveMs: 0 })).toBe(NOW);
  });

  it('never keeps that nobody knows', () => {
    const verdict = {
      status: 'unavailable',
      reason: 'offline',
      code: 'offline',
      message: '',
      next: 'check_network',
    } as const;
    expect(cachedUntil(verdict, NOW, LIVES)).toBeUndefined();
  });
});
