import { DEFAULT_RECEIPT_TTL_SECONDS, endpoints } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { keySha256, verifyReceipt } from './receipt-proof.ts';
import type { Wire } from './wire.ts';

const { validate, me } = endpoints.auth;
const LIMITS = { requests: 7, windowSeconds: 60, burst: 7 };

export function validationRules(wire: () => Wire): void {
  describe('validation', () => {
    identity(wire);
    receipts(wire);
  });
  limits(wire);
}

function identity(wire: () => Wire): void {
  it('says who a key speaks for and what it allows', async () => {
    const owner = { id: 'owner-7', email: 'dev@example.com', name: 'A developer' };
    const scopes = ['releases:read', 'tools:call'];
    const { key, apiKey } = await wire().createKey({ name: 'laptop', owner, tier: 'pro', scopes, limits: LIMITS });
    const identity = {
      key: { id: key.id, name: 'laptop', env: 'live' },
      session: null,
      principal: owner,
      tier: 'pro',
      role: 'user',
      scopes,
      limits: LIMITS,
      expiresAt: null,
      degraded: false,
    };
    expect((await wire().call(validate, { key: apiKey })).answer).toMatchObject({ valid: true, ...identity });
    expect((await wire().call(me, { key: apiKey })).answer).toEqual(identity);
  });
}

function receipts(wire: () => Wire): void {
  it('carries a receipt that the published keys verify', async () => {
    const { apiKey } = await wire().createKey({ owner: { id: 'owner-8' } });
    const { answer } = await wire().call(validate, { key: apiKey });
    const claims = await verifyReceipt(wire(), answer.receipt);
    expect(claims.sub).toBe('owner-8');
    expect(claims.iss).not.toBe('');
    expect(claims.key_sha256).toBe(await keySha256(apiKey));
    expect(claims.install_id).toBeUndefined();
    expect(claims.identity).toMatchObject({ principal: { id: 'owner-8' }, tier: 'free', role: 'user' });
    expect(claims.exp - claims.iat).toBeGreaterThan(0);
    expect(claims.exp - claims.iat).toBeLessThanOrEqual(DEFAULT_RECEIPT_TTL_SECONDS);
    expect(Date.parse(answer.receiptExpiresAt)).toBe(claims.exp * 1000);
  });

  it('binds a receipt to the installation that asks', async () => {
    const { apiKey } = await wire().createKey();
    for (const installId of ['install-0001', 'install-0002']) {
      const { answer } = await wire().call(validate, { key: apiKey, body: { installId } });
      expect((await verifyReceipt(wire(), answer.receipt)).install_id).toBe(installId);
    }
  });

  it('never lets a receipt outlive its key', async () => {
    const { answer } = await wire().call(validate, { key: (await wire().createKey()).apiKey });
    const { iat } = await verifyReceipt(wire(), answer.receipt);
    const expiresAt = new Date((iat + 3600) * 1000).toISOString();
    const { apiKey } = await wire().createKey({ expiresAt });
    const second = await wire().call(validate, { key: apiKey });
    expect(Date.parse(second.answer.expiresAt ?? '')).toBe(Date.parse(expiresAt));
    expect((await verifyReceipt(wire(), second.answer.receipt)).exp).toBeLessThanOrEqual(iat + 3600);
  });

  it('shows the new members of a key at once after an edit', async () => {
    const { key, apiKey } = await wire().createKey({ tier: 'free' });
    await wire().call(me, { key: apiKey });
    await wire().call(endpoints.keys.edit, { params: { id: key.id }, body: { tier: 'enterprise', scopes: ['a'] } });
    const { answer } = await wire().call(validate, { key: apiKey });
    expect(answer).toMatchObject({ tier: 'enterprise', scopes: ['a'] });
    expect((await verifyReceipt(wire(), answer.receipt)).identity).toMatchObject({ tier: 'enterprise', scopes: ['a'] });
  });
}

function limits(wire: () => Wire): void {
  describe('limits', () => {
    it('are told with every answer to a key', async () => {
      const { apiKey } = await wire().createKey({ limits: LIMITS });
      const { response } = await wire().call(me, { key: apiKey });
      expect(response.headers.get('ratelimit-policy')).toBe('"key";q=7;w=60');
      expect(response.headers.get('ratelimit')).toMatch(/^"key";r=6;t=\d+$/);
    });

    it('refuse what goes beyond them, and say when to come back', async () => {
      const { apiKey } = await wire().createKey({ limits: { requests: 1, windowSeconds: 3600, burst: 2 } });
      await wire().call(me, { key: apiKey });
      await wire().call(me, { key: apiKey });
      const { problem, response } = await wire().refusal(me, { key: apiKey }, 'too_many_requests');
      expect(response.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      expect(problem.retry_after).toBe(Number(response.headers.get('retry-after')));
      expect(problem.retry_after).toBeLessThanOrEqual(3600);
      expect(response.headers.get('ratelimit')).toMatch(/^"key";r=0;t=\d+$/);
    });

    it('of one key leave another alone', async () => {
      const limits = { requests: 1, windowSeconds: 3600, burst: 1 };
      const one = await wire().createKey({ limits });
      const other = await wire().createKey({ limits });
      await wire().call(me, { key: one.apiKey });
      await wire().refusal(me, { key: one.apiKey }, 'too_many_requests');
      await wire().call(me, { key: other.apiKey });
    });
  });
}
