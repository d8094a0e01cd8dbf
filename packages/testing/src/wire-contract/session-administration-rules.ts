import { type AnswerOf, endpoints, type RequestOf } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { signIn } from './signed-in.ts';
import type { Wire } from './wire.ts';

const { sessions } = endpoints;
const { me, validate } = endpoints.auth;
type Page = AnswerOf<typeof sessions.list>;
type Query = NonNullable<RequestOf<typeof sessions.list>['query']>;

const NOBODY = { id: '0000000000000000' };

export function sessionAdministrationRules(wire: () => Wire): void {
  describe('administration of sign-ins', () => {
    lists(wire);
    endings(wire);
    emergencies(wire);
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
