import { endpoints } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { toWireSession } from '../../src/domain/wire-session.ts';
import { NEW_YEAR } from '../support/records.ts';
import { sessionRecord } from '../support/session-records.ts';

const record = sessionRecord({
  dpopJkt: 'thumbprint-of-a-key',
  upstreamSealed: 'sealed-token',
  expiresAt: NEW_YEAR + 1,
  source: { kind: 'provider', id: 'work', subject: 'upstream-subject' },
});

describe('a sign-in on the wire', () => {
  it('is what the contract says, with its state at the instant', () => {
    const wire = toWireSession(record, NEW_YEAR);
    expect(endpoints.sessions.show.answer.parse({ session: wire })).toEqual({ session: wire });
    expect(wire).toMatchObject({
      status: 'active',
      source: 'provider',
      source_id: 'work',
      created_at: '2026-01-01T00:00:00.000Z',
      expires_at: '2026-01-01T00:00:00.001Z',
      dpop: true,
      revoked_at: null,
    });
    expect(toWireSession(record, NEW_YEAR + 1).status).toBe('expired');
    const ended = { ...record, revokedAt: NEW_YEAR, revokedBy: 'self' };
    expect(toWireSession(ended, NEW_YEAR + 1)).toMatchObject({ status: 'revoked', revoked_by: 'self' });
  });

  it('shows nothing of what its provider gave, of its key or its revision', () => {
    const wire = JSON.stringify(toWireSession(record, NEW_YEAR));
    expect(wire).not.toMatch(/sealed|subject|thumbprint|revision|audience/);
  });
});
