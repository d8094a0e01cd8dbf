import { endpoints } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { toWireKey } from '../../src/domain/wire-key.ts';
import { keyRecord, NEW_YEAR } from '../support/records.ts';

const record = keyRecord({
  tier: 'pro',
  scopes: ['a'],
  metadata: { Team: 'core' },
  expiresAt: NEW_YEAR + 1,
  lastUsedAt: NEW_YEAR,
  lastUsedIp: '192.0.2.1',
  usageCount: 3,
});

describe('a key on the wire', () => {
  it('is what the contract says, with the limits in force and the state at the instant', () => {
    const wire = toWireKey(record, NEW_YEAR);
    expect(endpoints.keys.show.answer.parse({ key: wire })).toEqual({ key: wire });
    expect(wire).toMatchObject({
      status: 'active',
      limits: { requests: 300, window_seconds: 60, burst: 300 },
      created_at: '2026-01-01T00:00:00.000Z',
      expires_at: '2026-01-01T00:00:00.001Z',
      last_used_at: '2026-01-01T00:00:00.000Z',
      suspended_at: null,
      metadata: { Team: 'core' },
      usage_count: 3,
    });
    expect(toWireKey(record, NEW_YEAR + 1).status).toBe('expired');
  });

  it('shows neither its digest nor its revision', () => {
    const wire = JSON.stringify(toWireKey(record, NEW_YEAR));
    expect(wire).not.toContain(record.digest);
    expect(wire).not.toMatch(/digest|pepper|revision/);
  });
});
