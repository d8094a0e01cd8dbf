import { endpoints } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import type { Wire } from './wire.ts';

const { keys } = endpoints;
const { me, validate } = endpoints.auth;

export function lifecycleRules(wire: () => Wire): void {
  describe('the life of a key', () => {
    wholeLife(wire);
    rotation(wire);
    finality(wire);
    time(wire);
  });
}

function wholeLife(wire: () => Wire): void {
  it('goes from its issue through suspension and rotation to its end', async () => {
    const { key, apiKey } = await wire().createKey({ name: 'whole life' });
    const params = { id: key.id };
    await wire().call(validate, { key: apiKey });
    await wire().call(keys.edit, { params, body: { name: 'still whole' } });
    expect((await wire().call(me, { key: apiKey })).answer.key?.name).toBe('still whole');

    const suspended = await wire().call(keys.suspend, { params, body: { reason: 'on leave' } });
    expect(suspended.answer.key).toMatchObject({ status: 'suspended', suspendedReason: 'on leave' });
    await wire().refusal(validate, { key: apiKey }, 'key_suspended');

    const resumed = await wire().call(keys.resume, { params });
    expect(resumed.answer.key).toMatchObject({ status: 'active', suspendedAt: null, suspendedReason: null });
    await wire().call(validate, { key: apiKey });

    const successor = await wire().call(keys.rotate, { params, body: { overlapSeconds: 60 } });
    expect(successor.answer.key).toMatchObject({ name: 'still whole', rotatedFrom: key.id, status: 'active' });
    await wire().call(me, { key: apiKey });
    await wire().call(me, { key: successor.answer.apiKey });
    expect((await wire().call(keys.show, { params })).answer.key.rotatedTo).toBe(successor.answer.key.id);

    const revoked = await wire().call(keys.revoke, { params, body: { reason: 'lost' } });
    expect(revoked.answer.key).toMatchObject({ status: 'revoked', revokedReason: 'lost' });
    expect(revoked.answer.key.revokedBy).toMatch(/^[0-9A-Za-z]{10}$/);
    await wire().refusal(validate, { key: apiKey }, 'key_revoked');
    await wire().call(me, { key: successor.answer.apiKey });
  });
}

function rotation(wire: () => Wire): void {
  it('ends at once when it is rotated without an overlap', async () => {
    const { key, apiKey } = await wire().createKey();
    await wire().call(me, { key: apiKey });
    const { answer } = await wire().call(keys.rotate, { params: { id: key.id } });
    await wire().refusal(me, { key: apiKey }, 'key_revoked');
    await wire().call(me, { key: answer.apiKey });
  });

  it('hands everything but its text to its successor', async () => {
    const limits = { requests: 9, windowSeconds: 9, burst: 9 };
    const { key } = await wire().createKey({ tier: 'pro', scopes: ['a', 'b'], metadata: { team: 1 }, limits });
    const { answer } = await wire().call(keys.rotate, { params: { id: key.id }, body: { overlapSeconds: 60 } });
    const { name, owner, env, tier, role, scopes, metadata, expiresAt } = key;
    expect(answer.key).toMatchObject({ name, owner, env, tier, role, scopes, metadata, limits, expiresAt });
    expect(answer.key.id).not.toBe(key.id);
  });
}

function finality(wire: () => Wire): void {
  it('may be suspended, resumed and revoked twice with the same result', async () => {
    const { key } = await wire().createKey();
    const params = { id: key.id };
    const twice = async (act: () => Promise<{ readonly answer: unknown }>) => {
      expect((await act()).answer).toEqual((await act()).answer);
    };
    await twice(() => wire().call(keys.suspend, { params, body: { reason: 'a' } }));
    await twice(() => wire().call(keys.resume, { params }));
    await twice(() => wire().call(keys.revoke, { params, body: { reason: 'b' } }));
  });

  it('cannot go on after its revocation', async () => {
    const { key } = await wire().createKey();
    const params = { id: key.id };
    await wire().call(keys.revoke, { params, body: { reason: 'lost' } });
    await wire().refusal(keys.resume, { params }, 'conflict');
    await wire().refusal(keys.suspend, { params }, 'conflict');
    await wire().refusal(keys.edit, { params, body: { name: 'again' } }, 'conflict');
    await wire().refusal(keys.rotate, { params }, 'conflict');
  });

  it('has one successor at most', async () => {
    const { key } = await wire().createKey();
    const params = { id: key.id };
    await wire().call(keys.rotate, { params, body: { overlapSeconds: 60 } });
    await wire().refusal(keys.rotate, { params, body: { overlapSeconds: 60 } }, 'conflict');
  });
}

function time(wire: () => Wire): void {
  it('ends by itself when its time has come', async (context) => {
    const { clock } = wire().subject;
    if (!clock) return context.skip('this gateway has no clock that can be turned');
    const expiresAt = new Date(clock.now() + 60_000).toISOString();
    const { key, apiKey } = await wire().createKey({ expiresAt });
    await wire().call(me, { key: apiKey });
    await clock.advance(59_999);
    await wire().call(me, { key: apiKey });
    await clock.advance(1);
    await wire().refusal(me, { key: apiKey }, 'key_expired');
    expect((await wire().call(keys.show, { params: { id: key.id } })).answer.key.status).toBe('expired');
  });

  it('ends with the overlap of its rotation', async (context) => {
    const { clock } = wire().subject;
    if (!clock) return context.skip('this gateway has no clock that can be turned');
    const { key, apiKey } = await wire().createKey();
    const { answer } = await wire().call(keys.rotate, { params: { id: key.id }, body: { overlapSeconds: 60 } });
    await clock.advance(59_999);
    await wire().call(me, { key: apiKey });
    await clock.advance(1);
    await wire().refusal(me, { key: apiKey }, 'key_expired');
    await wire().call(me, { key: answer.apiKey });
  });
}
