import { endpoints } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { keySha256, verifyReceipt } from './receipt-proof.ts';
import { signIn } from './signed-in.ts';
import type { Wire } from './wire.ts';

const { sessions, keys } = endpoints;
const { me, validate } = endpoints.auth;

export function sessionRules(wire: () => Wire): void {
  describe('access tokens of a sign-in', () => {
    identity(wire);
    roles(wire);
    budgets(wire);
    time(wire);
  });
}

function identity(wire: () => Wire): void {
  it('say who signed in, by which application, and what that allows', async (context) => {
    const owner = { id: 'session-1', email: 'dev@example.com', name: 'A developer' };
    const limits = { requests: 7, windowSeconds: 60, burst: 7 };
    const { sessionId, accessToken } = await signIn(wire(), context, { owner, tier: 'pro', scopes: ['a'], limits });
    const { answer } = await wire().call(me, { key: accessToken });
    expect(answer).toMatchObject({ key: null, principal: owner, tier: 'pro', role: 'user', scopes: ['a'], limits });
    expect(answer.session?.id).toBe(sessionId);
    expect(answer.session?.clientName).not.toBe('');
    expect((await wire().call(validate, { key: accessToken })).answer).toMatchObject({ valid: true, ...answer });
  });

  it('carry a receipt that is bound to the token and ends no later than the sign-in', async (context) => {
    const { accessToken } = await signIn(wire(), context);
    const { answer } = await wire().call(validate, { key: accessToken });
    const claims = await verifyReceipt(wire(), answer.receipt);
    expect(claims.key_sha256).toBe(await keySha256(accessToken));
    expect(claims.identity).toMatchObject({ key: null, principal: { id: 'owner-1' } });
    expect(claims.exp * 1_000).toBeLessThanOrEqual(Date.parse(answer.expiresAt ?? ''));
    expect(Date.parse(answer.receiptExpiresAt)).toBe(claims.exp * 1_000);
  });

  it('are refused alike when their signature is another, and when they are signed by nobody', async (context) => {
    const { accessToken } = await signIn(wire(), context);
    const [head = '', payload = '', signature = ''] = accessToken.split('.');
    const other = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
    await wire().refusal(me, { key: `${head}.${payload}.${other}` }, 'unknown_token');
    // {"alg":"none","typ":"at+jwt"}
    await wire().refusal(me, { key: `eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.${payload}.AA` }, 'unknown_token');
  });
}

function roles(wire: () => Wire): void {
  it('let their holder do what the role of the person allows, in the name of the sign-in', async (context) => {
    const user = await signIn(wire(), context);
    const viewer = await signIn(wire(), context, { role: 'viewer' });
    const admin = await signIn(wire(), context, { role: 'admin' });
    const params = { id: user.sessionId };
    await wire().refusal(sessions.list, { key: user.accessToken }, 'forbidden');
    await wire().call(sessions.list, { key: viewer.accessToken });
    await wire().refusal(sessions.revoke, { params, body: { reason: 'a' }, key: viewer.accessToken }, 'forbidden');
    const ended = await wire().call(sessions.revoke, { params, body: { reason: 'a' }, key: admin.accessToken });
    expect(ended.answer.session.revokedBy).toBe(admin.sessionId);
    const body = { name: 'made by a sign-in', owner: { id: 'owner-1' } };
    const made = await wire().call(keys.create, { body, key: admin.accessToken });
    expect(made.answer.key.createdBy).toBe(admin.sessionId);
  });
}

function budgets(wire: () => Wire): void {
  it('share the limit of their person, however many sign-ins there are', async (context) => {
    const limits = { requests: 1, windowSeconds: 3_600, burst: 2 };
    const owner = { id: 'session-budget' };
    const first = await signIn(wire(), context, { owner, limits });
    const second = await signIn(wire(), context, { owner, limits });
    await wire().call(me, { key: first.accessToken });
    await wire().call(me, { key: second.accessToken });
    await wire().refusal(me, { key: first.accessToken }, 'too_many_requests');
    await wire().refusal(me, { key: second.accessToken }, 'too_many_requests');
  });
}

function time(wire: () => Wire): void {
  it('are refused when their time is over, while the sign-in goes on', async (context) => {
    const { clock } = wire().subject;
    if (!clock) return context.skip('this gateway has no clock that can be turned');
    const { sessionId: id, accessToken } = await signIn(wire(), context);
    // Claims are whole seconds: a token may live up to one longer.
    await clock.advance(30 * 60_000 + 1_000);
    await wire().refusal(me, { key: accessToken }, 'token_expired');
    expect((await wire().call(sessions.show, { params: { id } })).answer.session.status).toBe('active');
  });
}
