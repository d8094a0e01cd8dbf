import { type AnswerOf, endpoints, type RequestOf } from '@wicketgate/contract';
import { describe, expect, it, type TestContext } from 'vitest';
import { keySha256, verifyReceipt } from './receipt-proof.ts';
import type { SignedIn, Wire } from './wire.ts';

const { sessions, keys } = endpoints;
const { me, validate } = endpoints.auth;
type Page = AnswerOf<typeof sessions.list>;
type Query = NonNullable<RequestOf<typeof sessions.list>['query']>;
type KeyMembers = Parameters<Wire['createKey']>[0];

const NOBODY = { id: '0000000000000000' };

export function sessionRules(wire: () => Wire): void {
  describe('access tokens of a sign-in', () => {
    identity(wire);
    roles(wire);
    budgets(wire);
  });
  describe('administration of sign-ins', () => {
    lists(wire);
    endings(wire);
    emergencies(wire);
  });
}

/** Signs in with a new key of these members. Skips the test where nobody can. */
async function signIn(wire: Wire, context: TestContext, members: KeyMembers = {}): Promise<SignedIn> {
  const start = wire.subject.signIn?.bind(wire.subject);
  if (!start) return context.skip('this gateway gives the suite no way to sign in');
  return start((await wire.createKey(members)).apiKey);
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

function lists(wire: () => Wire): void {
  it('shows a sign-in, and no token of it', async (context) => {
    const owner = { id: 'session-show', email: 'dev@example.com', name: null };
    const { sessionId: id, accessToken } = await signIn(wire(), context, { owner, tier: 'pro', scopes: ['a'] });
    const { answer, response } = await wire().call(sessions.show, { params: { id } });
    expect(answer.session).toMatchObject({
      ...{ id, principal: owner, tier: 'pro', role: 'user', scopes: ['a'], status: 'active', dpop: false },
      ...{ revokedAt: null, revokedBy: null, revokedReason: null },
    });
    expect(Date.parse(answer.session.endsAt)).toBeGreaterThanOrEqual(Date.parse(answer.session.expiresAt));
    expect(JSON.stringify([answer, ...response.headers])).not.toContain(accessToken.split('.')[2]);
    expect((await list(wire(), { principal: 'session-show' })).items).toEqual([answer.session]);
    await wire().refusal(sessions.show, { params: NOBODY }, 'not_found');
  });

  it('lists sign-ins newest first, in pages that neither repeat nor omit', async (context) => {
    const made: string[] = [];
    for (let at = 0; at < 5; at++) {
      made.push((await signIn(wire(), context, { owner: { id: 'session-pages' } })).sessionId);
      await wire().subject.clock?.advance(1_000);
    }
    const seen: Page['items'] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await list(wire(), {
        ...{ principal: 'session-pages', limit: '2' },
        ...(cursor !== null && { cursor }),
      });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.map(({ id }) => id).sort()).toEqual(made.sort());
    const times = seen.map(({ createdAt }) => Date.parse(createdAt));
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('finds sign-ins by principal, application and status', async (context) => {
    const owner = { id: 'session-filters' };
    const { sessionId: kept } = await signIn(wire(), context, { owner });
    const { sessionId: ended } = await signIn(wire(), context, { owner });
    const { answer } = await wire().call(sessions.revoke, { params: { id: ended }, body: { reason: 'lost' } });
    const find = async (query: Query) =>
      (await list(wire(), { principal: owner.id, ...query })).items.map(({ id }) => id).sort();
    expect(await find({})).toEqual([kept, ended].sort());
    expect(await find({ status: 'active' })).toEqual([kept]);
    expect(await find({ status: 'revoked' })).toEqual([ended]);
    expect(await find({ status: 'expired' })).toEqual([]);
    expect(await find({ client: answer.session.clientId })).toEqual([kept, ended].sort());
    expect(await find({ client: 'another-application' })).toEqual([]);
    expect(await find({ principal: owner.id.toUpperCase() })).toEqual([]);
  });
}

async function list(wire: Wire, query: Query): Promise<Page> {
  return (await wire.call(sessions.list, { query })).answer;
}

function endings(wire: () => Wire): void {
  it('ends one sign-in at once and for good, with the reason that was given first', async (context) => {
    const { sessionId: id, accessToken } = await signIn(wire(), context);
    const other = await signIn(wire(), context);
    await wire().call(me, { key: accessToken });
    const { answer } = await wire().call(sessions.revoke, { params: { id }, body: { reason: 'lost' } });
    expect(answer.session).toMatchObject({ id, status: 'revoked', revokedReason: 'lost' });
    expect(answer.session.revokedBy).toMatch(/^[0-9A-Za-z]{10}$/);
    for (const endpoint of [me, validate]) await wire().refusal(endpoint, { key: accessToken }, 'session_ended');
    await wire().call(me, { key: other.accessToken });
    const again = await wire().call(sessions.revoke, { params: { id }, body: { reason: 'another' } });
    expect(again.answer.session).toEqual(answer.session);
  });

  it('knows no sign-in that does not exist, and wants a reason', async () => {
    await wire().refusal(sessions.revoke, { params: NOBODY, body: { reason: 'a' } }, 'not_found');
    await wire().refusal(sessions.revoke, { params: NOBODY, body: { reason: ' ' } }, 'invalid_field');
  });

  it('refuses a token whose time is over, while its sign-in goes on', async (context) => {
    const { clock } = wire().subject;
    if (!clock) return context.skip('this gateway has no clock that can be turned');
    const { sessionId: id, accessToken } = await signIn(wire(), context);
    await clock.advance(30 * 60_000);
    await wire().refusal(me, { key: accessToken }, 'token_expired');
    expect((await wire().call(sessions.show, { params: { id } })).answer.session.status).toBe('active');
  });
}

function emergencies(wire: () => Wire): void {
  it('ends all sign-ins of a principal, says how many, and leaves the others', async (context) => {
    const owner = { id: 'session-all' };
    const mine = [await signIn(wire(), context, { owner }), await signIn(wire(), context, { owner })];
    const other = await signIn(wire(), context, { owner: { id: 'session-all-2' } });
    const body = { principal: owner.id, reason: 'left' };
    expect((await wire().call(sessions.revokeAll, { body })).answer).toEqual({ revoked: 2 });
    for (const { accessToken } of mine) await wire().refusal(me, { key: accessToken }, 'session_ended');
    await wire().call(me, { key: other.accessToken });
    expect((await wire().call(sessions.revokeAll, { body })).answer).toEqual({ revoked: 0 });
  });

  it('ends the sign-ins of everybody only when that is written out', async (context) => {
    const { accessToken } = await signIn(wire(), context);
    const send = (body: object) =>
      wire().send(`${sessions.revokeAll.method} ${sessions.revokeAll.path}`, {
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json' },
      });
    const reason = 'an emergency';
    for (const body of [{ reason }, { reason, all: false }, { reason, all: true, principal: 'owner-1' }]) {
      expect((await send(body)).status).toBe(400);
    }
    await wire().call(me, { key: accessToken });
    const { answer } = await wire().call(sessions.revokeAll, { body: { all: true, reason } });
    expect(answer.revoked).toBeGreaterThanOrEqual(1);
    await wire().refusal(me, { key: accessToken }, 'session_ended');
    expect((await list(wire(), { status: 'active' })).items).toEqual([]);
  });
}
