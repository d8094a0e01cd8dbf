import { beforeEach, describe, expect, it } from 'vitest';
import { StorageError } from '../../src/ports/storage-error.ts';
import { createKeyApprovals, type KeyApprovals } from '../../src/services/key-approval.ts';
import { ACTOR, createKeyHouse, DRAFT, type KeyHouse, OWNER } from '../support/key-house.ts';

const LIMITS = { requests: 7, windowSeconds: 60, burst: 7 };

describe('a sign-in by API key', () => {
  let house: KeyHouse;
  let approvals: KeyApprovals;
  beforeEach(async () => {
    house = await createKeyHouse();
    approvals = createKeyApprovals({ verifier: house.verifier, store: house.store });
  });
  const now = () => house.clock.now();
  const make = (members = {}) =>
    house.keys.create({ ...DRAFT, tier: 'pro', role: 'viewer', scopes: ['a'], limits: LIMITS, ...members }, ACTOR);

  it('gets what the key has, and ends with it', async () => {
    const expiresAt = now() + 60_000;
    const { record, apiKey } = await make({ expiresAt });
    expect(await approvals.approve(apiKey, now())).toEqual({
      ok: true,
      approval: {
        principal: OWNER,
        ...{ tier: 'pro', role: 'viewer', scopes: ['a'], limits: LIMITS },
        source: { kind: 'key', id: record.id },
        ...{ upstreamSealed: null, checkedAt: now(), endsBy: expiresAt },
      },
    });
  });

  it('is refused to a stranger, a slip and a key that may not pass, all alike', async () => {
    const { record, apiKey } = await make();
    await house.keys.revoke(record.id, 'lost', ACTOR);
    for (const text of [house.strangerKey(), 'nonsense', '', apiKey]) {
      expect(await approvals.approve(text, now())).toEqual({ ok: false, reason: 'refused' });
    }
  });

  it('is not refused because the store is down', async () => {
    const { apiKey } = await make();
    house.store.fail(new StorageError('unavailable', 'gone'));
    expect(await approvals.approve(apiKey, now())).toEqual({ ok: false, reason: 'unavailable' });
  });

  it('follows the key when it is made sure of', async () => {
    const { record } = await make();
    await house.keys.edit(record.id, { tier: 'enterprise', scopes: ['b'] }, ACTOR);
    const found = await approvals.recheck(record.id, now());
    expect(found).toMatchObject({ kind: 'good', approval: { tier: 'enterprise', scopes: ['b'] } });
  });

  it.each([
    ['suspended', (id: string) => house.keys.suspend(id, null, ACTOR)],
    ['revoked', (id: string) => house.keys.revoke(id, 'lost', ACTOR)],
  ])('is over with a key that is %s', async (state, end) => {
    const { record } = await make();
    await end(record.id);
    expect(await approvals.recheck(record.id, now())).toEqual({ kind: 'gone', reason: `the API key is ${state}` });
  });

  it('is over at the instant at which its key expires, and not before', async () => {
    const { record } = await make({ expiresAt: now() + 1_000 });
    expect(await approvals.recheck(record.id, now() + 999)).toMatchObject({ kind: 'good' });
    expect(await approvals.recheck(record.id, now() + 1_000)).toMatchObject({ kind: 'gone' });
    expect(await approvals.recheck('0000000000', now())).toMatchObject({ kind: 'gone' });
  });

  it("is nobody's to judge while the store is down", async () => {
    house.store.fail(new StorageError('unavailable', 'gone'));
    await expect(approvals.recheck('0000000000', now())).rejects.toMatchObject({ refusal: { reason: 'unavailable' } });
  });
});
