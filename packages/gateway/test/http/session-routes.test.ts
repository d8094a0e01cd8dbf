import { CLIENT_IDS, GRANT_TYPES, OAUTH_PATHS } from '@wicketgate/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StorageError } from '../../src/ports/storage-error.ts';
import { type CountingStorage, countingStorage } from '../support/counting-storage.ts';
import { PLENTY, startTestGateway, type TestGateway } from '../support/test-gateway.ts';

const ME = 'GET /api/v1/me';
const REVOKE_ALL = 'POST /admin/api/sessions/revoke';

describe('the administration of sign-ins', () => {
  let counting: CountingStorage;
  let started: TestGateway;
  beforeEach(async () => {
    started = await startTestGateway({
      environment: { WICKETGATE_PREAUTH_LIMIT: '10000/60/10000' },
      wrapStorage: (storage) => (counting = countingStorage(storage)).storage,
    });
  });
  afterEach(() => started.close());

  const statusOf = async (token: string) => (await started.send(ME, { key: token })).status;
  const adminId = async () =>
    (await started.storage.list({ role: 'admin' }, { limit: 1, now: started.clock.now() }))[0]?.id;

  let asked = 0;
  /** From another address each time: the budget of an address is not what is tried here. */
  const refresh = (refreshToken: string) => {
    asked++;
    const form = { grant_type: GRANT_TYPES.refreshToken, refresh_token: refreshToken, client_id: CLIENT_IDS.cli };
    const info = { address: `192.0.2.${asked % 250}` };
    return started.send(`POST ${OAUTH_PATHS.token}`, { key: null, body: new URLSearchParams(form), info });
  };

  it('writes down who ended a sign-in, from where and why, with the change', async () => {
    const { session, token } = await started.signIn();
    const json = { reason: `lost with ${started.adminKey}` };
    const response = await started.send(`POST /admin/api/sessions/${session.id}/revoke`, {
      json,
      info: { address: '203.0.113.7' },
    });
    expect(await response.json()).toMatchObject({
      session: { status: 'revoked', revoked_by: await adminId(), revoked_at: '2026-01-01T00:00:00.000Z' },
    });
    expect(await statusOf(token)).toBe(401);
    const [entry] = await started.storage.listAudit(session.id, 1);
    expect(entry).toMatchObject({
      ...{ action: 'session.revoke', actor: await adminId(), actorIp: '203.0.113.7' },
      requestId: response.headers.get('x-request-id'),
    });
    // A key that somebody put into the reason is kept nowhere.
    const kept = JSON.stringify([entry, await started.storage.findSession(session.id)]);
    expect(kept).not.toContain(started.adminKey.slice(20));
    expect(kept).toContain('lost with');
  });

  it('leaves no way to go on: the refresh token of an ended sign-in is refused too', async () => {
    const { session, refreshToken } = await started.signIn();
    await started.send(`POST /admin/api/sessions/${session.id}/revoke`, { json: { reason: 'lost' } });
    const response = await refresh(refreshToken);
    expect([response.status, await response.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
  });

  it('lets a sign-in end itself with the rights of its person', async () => {
    const { session, token } = await started.signIn({ role: 'admin' });
    const line = `POST /admin/api/sessions/${session.id}/revoke`;
    const response = await started.send(line, { key: token, json: { reason: 'done here' } });
    expect(await response.json()).toMatchObject({ session: { revoked_by: session.id } });
    expect(await statusOf(token)).toBe(401);
  });

  it('is 503 while the store is down, and the sign-in stays as it was', async () => {
    const { session, token } = await started.signIn();
    await started.send(ME);
    counting.fail(new StorageError('unavailable', 'The disk is gone.'));
    const response = await started.send(`POST /admin/api/sessions/${session.id}/revoke`, { json: { reason: 'lost' } });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    counting.fail(undefined);
    expect(await statusOf(token)).toBe(200);
  });

  describe('in an emergency', () => {
    const SIGN_INS = 100;
    const many = () => Promise.all(Array.from({ length: SIGN_INS }, () => started.signIn({ limits: PLENTY })));

    it('ends everybody in one write, says how many, and the caches forget them at once', async () => {
      const signIns = await many();
      for (const { token } of signIns) expect(await statusOf(token)).toBe(200);
      counting.reset();
      const response = await started.send(REVOKE_ALL, { json: { all: true, reason: 'a stolen laptop' } });
      expect(await response.json()).toEqual({ revoked: SIGN_INS });
      // The one read is of the key that asks.
      expect(counting.calls).toEqual({ findById: 1, revokeSessions: 1 });
      const after = await Promise.all(signIns.map(({ token }) => started.send(ME, { key: token })));
      expect(new Set(after.map(({ status }) => status))).toEqual(new Set([401]));
      expect(await after[0]?.json()).toMatchObject({
        code: 'session_ended',
        detail: expect.stringContaining('stolen') as string,
      });
    });

    it('ends everybody while everybody refreshes and asks: no token that was given meanwhile opens anything', async () => {
      const signIns = await many();
      const before = signIns.slice(0, SIGN_INS / 2).map(({ refreshToken }) => refresh(refreshToken));
      const asking = signIns.map(({ token }) => statusOf(token));
      const ending = started.send(REVOKE_ALL, { json: { all: true, reason: 'a stolen laptop' } });
      const meanwhile = signIns.slice(SIGN_INS / 2).map(({ refreshToken }) => refresh(refreshToken));
      expect(await (await ending).json()).toEqual({ revoked: SIGN_INS });
      await Promise.all(asking);
      const refreshed = await Promise.all([...before, ...meanwhile]);
      const given = [];
      for (const response of refreshed) {
        const answer = (await response.json()) as { access_token?: string; refresh_token?: string; error?: string };
        if (response.status !== 200) expect([response.status, answer.error]).toEqual([400, 'invalid_grant']);
        else given.push(answer);
      }
      for (const { access_token: token = '', refresh_token: next = '' } of given) {
        expect(await statusOf(token)).toBe(401);
        expect((await refresh(next)).status).toBe(400);
      }
      const left = await started.send('GET /admin/api/sessions?status=active');
      expect(await left.json()).toMatchObject({ items: [] });
    });

    it('ends those of one person, and no other', async () => {
      const mine = await started.signIn();
      const other = await started.signIn({ principal: { id: 'work:bob', email: null, name: null } });
      const response = await started.send(REVOKE_ALL, { json: { principal: 'work:ada', reason: 'left' } });
      expect(await response.json()).toEqual({ revoked: 1 });
      expect([await statusOf(mine.token), await statusOf(other.token)]).toEqual([401, 200]);
    });

    it('tells of 0 when there is nobody, and leaves keys alone', async () => {
      const response = await started.send(REVOKE_ALL, { json: { all: true, reason: 'a drill' } });
      expect(await response.json()).toEqual({ revoked: 0 });
      expect((await started.send(ME)).status).toBe(200);
    });
  });
});
