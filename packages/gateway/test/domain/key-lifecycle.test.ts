import { describe, expect, it } from 'vitest';
import {
  dropsAdmin,
  edition,
  replacement,
  resumption,
  revocation,
  stateOf,
  suspension,
} from '../../src/domain/key-lifecycle.ts';
import { keyRecord, NEW_YEAR } from '../support/records.ts';

const NOW = NEW_YEAR + 1_000;
const active = keyRecord();
const suspended = keyRecord({ status: 'suspended', suspendedAt: NEW_YEAR, suspendedReason: 'on leave' });
const revoked = keyRecord({ status: 'revoked', revokedAt: NEW_YEAR, revokedBy: 'x', revokedReason: 'lost' });

describe('the state of a key', () => {
  it.each([
    [active, null, 'active'],
    [active, NOW + 1, 'active'],
    [active, NOW, 'expired'],
    [suspended, null, 'suspended'],
    [suspended, NOW, 'expired'],
    [revoked, null, 'revoked'],
    [revoked, NOW, 'revoked'],
  ])('puts the end before the pause (%#)', (record, expiresAt, state) => {
    expect(stateOf({ ...record, expiresAt }, NOW)).toBe(state);
  });
});

describe('what an act makes of a key', () => {
  const ending = { by: 'admin', reason: 'lost', at: NOW };
  const replaced = { successorId: 'next', by: 'admin', at: NOW, overlapSeconds: 10 };

  it.each([
    [
      'suspend',
      () => suspension(active, 'why', NOW),
      { status: 'suspended', suspendedAt: NOW, suspendedReason: 'why' },
    ],
    ['resume', () => resumption(suspended), { status: 'active', suspendedAt: null, suspendedReason: null }],
    [
      'revoke',
      () => revocation(active, ending),
      { status: 'revoked', revokedAt: NOW, revokedBy: 'admin', revokedReason: 'lost' },
    ],
    [
      'revoke a suspended one',
      () => revocation(suspended, ending),
      { status: 'revoked', revokedAt: NOW, revokedBy: 'admin', revokedReason: 'lost' },
    ],
    ['rotate', () => replacement(active, replaced), { rotatedTo: 'next', expiresAt: NOW + 10_000 }],
    ['edit', () => edition(active, { name: 'New', tier: 'free' }), { name: 'New' }],
  ])('%s: a change', (_, act, change) => {
    expect(act()).toEqual({ kind: 'change', change });
  });

  it.each([
    ['suspend a suspended one', () => suspension(suspended, 'other', NOW)],
    ['resume an active one', () => resumption(active)],
    ['revoke a revoked one', () => revocation(revoked, ending)],
    [
      'edit into what it is',
      () => edition(active, { name: active.name, scopes: [], limits: null, owner: { ...active.owner } }),
    ],
    ['edit nothing', () => edition(active, {})],
  ])('%s: nothing', (_, act) => {
    expect(act()).toEqual({ kind: 'unchanged' });
  });

  it.each([
    ['suspend a revoked one', () => suspension(revoked, null, NOW)],
    ['resume a revoked one', () => resumption(revoked)],
    ['edit a revoked one', () => edition(revoked, { name: revoked.name })],
    ['rotate a revoked one', () => replacement(revoked, replaced)],
    ['rotate a suspended one', () => replacement(suspended, replaced)],
    ['rotate an expired one', () => replacement({ ...active, expiresAt: NOW }, replaced)],
    ['rotate a rotated one', () => replacement({ ...active, rotatedTo: 'other' }, replaced)],
  ])('%s: refused in words', (_, act) => {
    expect(act()).toMatchObject({ kind: 'refused', detail: expect.stringMatching(/^[A-Z].+\.$/) as string });
  });
});

describe('a change that drops administration', () => {
  const admin = keyRecord({ role: 'admin' });
  it.each([
    [admin, { status: 'revoked' }, true],
    [admin, { role: 'viewer' }, true],
    [admin, { expiresAt: NOW }, true],
    [admin, { expiresAt: NOW + 1 }, false],
    [admin, { name: 'x' }, false],
    [active, { status: 'revoked' }, false],
    [{ ...admin, status: 'suspended' }, { status: 'revoked' }, false],
    [{ ...admin, expiresAt: NOW }, { role: 'user' }, false],
  ] as const)('is one that takes it from a key which has it now (%#)', (record, change, drops) => {
    expect(dropsAdmin(record, change, NOW)).toBe(drops);
  });
});
