import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StorageError } from '../../src/ports/storage-error.ts';
import { type CountingStorage, countingStorage } from '../support/counting-storage.ts';
import { createProofKey, tokenDigest } from '../support/proofs.ts';
import { BASE_URL, PLENTY, startTestGateway, type TestGateway } from '../support/test-gateway.ts';

const ME = 'GET /api/v1/me';
const VALIDATE = 'POST /api/v1/auth/validate';
const MINUTE = 60_000;

describe('a request with an access token', () => {
  let counting: CountingStorage;
  let started: TestGateway;
  const start = async (environment: Readonly<Record<string, string>> = {}) => {
    started = await startTestGateway({
      environment: { WICKETGATE_PREAUTH_LIMIT: '60/60/3', ...environment },
      wrapStorage: (storage) => (counting = countingStorage(storage)).storage,
    });
  };
  beforeEach(() => start());
  afterEach(() => started.close());

  const codeOf = async (response: Response) => ((await response.json()) as { code?: string }).code;

  it('is answered who signed in', async () => {
    const { session, token } = await started.signIn();
    const response = await started.send(ME, { key: token });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      key: null,
      session: { id: session.id, client_id: 'wicketgate-cli', client_name: 'Wicketgate command' },
      principal: session.principal,
      tier: 'pro',
      role: 'user',
      scopes: ['releases:read'],
      limits: { requests: 300, window_seconds: 60, burst: 300 },
      expires_at: new Date(session.expiresAt).toISOString(),
      degraded: false,
    });
  });

  it('validates with a receipt that is bound to the token and verifies with the published keys', async () => {
    const { session, token } = await started.signIn();
    const answer = (await (await started.send(VALIDATE, { key: token })).json()) as { receipt: string };
    const jwks = (await (await started.send('GET /.well-known/jwks.json')).json()) as JSONWebKeySet;
    const { payload, protectedHeader } = await compactVerify(answer.receipt, createLocalJWKSet(jwks));
    expect(protectedHeader.typ).toBe('wicketgate-receipt+jws');
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      key_sha256: tokenDigest(token),
      sub: session.principal.id,
      identity: { key: null, session: { id: session.id } },
    });
  });

  it('is no receipt, and a receipt is no access token', async () => {
    const { token } = await started.signIn();
    const { receipt } = (await (await started.send(VALIDATE, { key: token })).json()) as { receipt: string };
    expect(await codeOf(await started.send(ME, { key: receipt }))).toBe('unknown_token');
  });

  it('reads one session on a cold gateway for a thousand at once, and writes nothing but the batch that counts them', async () => {
    const { token } = await started.signIn({ limits: PLENTY });
    counting.reset();
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => started.send(VALIDATE, { key: token })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await started.clock.advance(5_000);
    expect(counting.calls['findSession']).toBe(1);
    expect(Object.keys(counting.calls).filter((name) => !/^(find|prune)/.test(name))).toEqual(['recordUsage']);
    expect(counting.calls['recordUsage']).toBe(1);
  });

  it('tells what is wrong and what to do, in the body and in the challenge', async () => {
    const { token } = await started.signIn();
    await started.clock.advance(30 * MINUTE);
    const response = await started.send(ME, { key: token });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect(response.headers.get('www-authenticate')).toContain(
      `resource_metadata="${BASE_URL}/.well-known/oauth-protected-resource"`,
    );
    expect(await response.json()).toMatchObject({
      code: 'token_expired',
      detail: 'The access token has expired. Refresh it, or sign in again.',
    });
  });

  it('spends the budget of its address when it is refused, and is counted without a name', async () => {
    const { token } = await started.signIn();
    const forged = `${token.slice(0, -20)}${'A'.repeat(20)}`;
    const tries = [];
    for (const text of [forged, `${forged}A`, `${forged}AA`, `${forged}AAA`]) {
      tries.push((await started.send(ME, { key: text, info: { address: '203.0.113.7' } })).status);
    }
    expect(tries).toEqual([401, 401, 401, 429]);
    await started.clock.advance(5_000);
    const [batch] = counting.given('recordRefusals') as [readonly { reason: string; keyId: string | null }[]];
    expect(batch.map(({ reason, keyId }) => [reason, keyId])).toEqual([
      ['unknown_token', null],
      ['throttled', null],
    ]);
  });

  it('spends nothing when it is genuine and came to its end, however often that is', async () => {
    const [{ token }, fresh] = [await started.signIn(), await started.issue()];
    await started.clock.advance(30 * MINUTE);
    const from = (key: string) => started.send(ME, { key, info: { address: '203.0.113.7' } });
    for (let turn = 0; turn < 10; turn++) expect(await codeOf(await from(token))).toBe('token_expired');
    const forged = `${token.slice(0, -20)}${'A'.repeat(20)}`;
    expect(await codeOf(await from(forged))).toBe('unknown_token');
    expect((await from(fresh.apiKey)).status).toBe(200);
    await started.clock.advance(5_000);
    const batches = counting.given('recordRefusals') as [readonly { reason: string; count: number }[]];
    expect(batches[0].find(({ reason }) => reason === 'token_expired')?.count).toBe(10);
  });

  it('passes when it passed a while ago, though a neighbour spent the budget of the address', async () => {
    const { token } = await started.signIn();
    const from = (key: string) => started.send(ME, { key, info: { address: '203.0.113.7' } });
    expect((await from(token)).status).toBe(200);
    for (let turn = 0; turn < 4; turn++) await from(`wg_live_nonsense${turn}`);
    expect((await from('wg_live_nonsense')).status).toBe(429);
    expect((await from(token)).status).toBe(200);
  });

  it('spends the limits that all sign-ins of its person share, and is told so', async () => {
    const limits = { requests: 60, windowSeconds: 60, burst: 2 };
    const [one, two] = [await started.signIn({ limits }), await started.signIn({ limits })];
    const first = await started.send(ME, { key: one.token });
    expect(first.headers.get('ratelimit-policy')).toBe('"principal";q=60;w=60');
    expect(first.headers.get('ratelimit')).toBe('"principal";r=1;t=1');
    expect((await started.send(ME, { key: two.token })).status).toBe(200);
    expect((await started.send(ME, { key: one.token })).status).toBe(429);
  });

  it('may administer what the role of the sign-in allows, which is written down as its act', async () => {
    const [user, viewer, admin] = [
      await started.signIn(),
      await started.signIn({ role: 'viewer' }),
      await started.signIn({ role: 'admin' }),
    ];
    const list = 'GET /admin/api/sessions';
    expect((await started.send(list, { key: user.token })).status).toBe(403);
    expect((await started.send(list, { key: viewer.token })).status).toBe(200);
    const json = { name: 'made by a sign-in', owner: { id: 'dev' } };
    expect((await started.send('POST /admin/api/keys', { key: viewer.token, json })).status).toBe(403);
    const made = await started.send('POST /admin/api/keys', { key: admin.token, json });
    const { key } = (await made.json()) as { key: { id: string; created_by: string } };
    expect(key.created_by).toBe(admin.session.id);
    const ended = await started.send(`POST /admin/api/keys/${key.id}/revoke`, {
      key: admin.token,
      json: { reason: 'a' },
    });
    expect(await ended.json()).toMatchObject({ key: { revoked_by: admin.session.id } });
    const trail = await started.storage.listAudit(key.id, 10);
    expect(trail.map(({ actor, action }) => [actor, action])).toEqual([
      [admin.session.id, 'key.revoke'],
      [admin.session.id, 'key.create'],
    ]);
  });

  it('stands in the access log by the id of its sign-in, and nowhere by its text', async () => {
    const { session, token } = await started.signIn();
    await started.send(ME, { key: token });
    await started.send(`GET /api/v1/me?access_token=${token}`, { key: null });
    await started.send(`GET /${token}`, { key: token, headers: { 'x-request-id': token.slice(0, 60) } });
    const fields = started.log.filter(({ message }) => message === 'request').map((line) => line.fields);
    expect(fields[0]).toMatchObject({ route: '/api/v1/me', status: 200, signInId: session.id });
    expect(fields[0]).not.toHaveProperty('keyId');
    expect(JSON.stringify(started.log)).not.toContain(token.split('.')[2]);
  });

  it('is never taken from a query', async () => {
    const { token } = await started.signIn();
    const response = await started.send(`${ME}?access_token=${token}`, { key: null });
    expect(await codeOf(response)).toBe('missing_credentials');
  });

  it('is refused for another resource of the gateway (RFC 8707)', async () => {
    const { token } = await started.signIn({ audience: `${BASE_URL}/mcp` });
    expect(await codeOf(await started.send(ME, { key: token }))).toBe('unknown_token');
  });

  it('stands for a while when the store is down, and is 503 when it was not met', async () => {
    const [met, stranger] = [await started.signIn(), await started.signIn()];
    await started.send(ME, { key: met.token });
    counting.fail(new StorageError('unavailable', 'The disk is gone.'));
    await started.clock.advance(MINUTE);
    expect(await (await started.send(ME, { key: met.token })).json()).toMatchObject({ degraded: true });
    const refused = await started.send(ME, { key: stranger.token });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    counting.fail(undefined);
  });

  it('of a sign-in by key is shut with the key, at once', async () => {
    const { id } = await started.issue({ scopes: ['releases:read'] });
    const { token } = await started.signIn({ source: { kind: 'key', id } });
    expect((await started.send(ME, { key: token })).status).toBe(200);
    await started.send(`POST /admin/api/keys/${id}/suspend`, { json: {} });
    expect(await codeOf(await started.send(ME, { key: token }))).toBe('session_ended');
    await started.send(`POST /admin/api/keys/${id}/resume`, { json: {} });
    expect((await started.send(ME, { key: token })).status).toBe(200);
    await started.send(`POST /admin/api/keys/${id}/revoke`, { json: { reason: 'lost' } });
    expect(await codeOf(await started.send(ME, { key: token }))).toBe('session_ended');
  });

  describe('that is bound to a key (RFC 9449)', () => {
    const bound = async () => {
      const key = await createProofKey();
      const { token } = await started.signIn({ dpopJkt: key.jkt });
      const prove = (htu = `${BASE_URL}/api/v1/me`, htm = 'GET') =>
        key.prove({ htm, htu, iat: started.clock.now() / 1_000, ath: tokenDigest(token) });
      const send = (proof: string, line = ME) =>
        started.send(line, { key: null, headers: { authorization: `DPoP ${token}`, dpop: proof } });
      return { token, prove, send };
    };

    it('passes with a proof for this method and address, whatever the query, and once', async () => {
      const { prove, send } = await bound();
      const proof = await prove();
      expect((await send(proof)).status).toBe(200);
      const again = await send(proof);
      expect([again.status, await codeOf(again)]).toEqual([401, 'invalid_dpop_proof']);
      expect((await send(await prove(`${BASE_URL}/api/v1/auth/validate`, 'POST'), VALIDATE)).status).toBe(200);
    });

    it('is refused with that of another address, and told how it is asked for', async () => {
      const { prove, send } = await bound();
      const response = await send(await prove(`${BASE_URL}/admin/api/keys`));
      expect(response.headers.get('www-authenticate')).toMatch(
        /, DPoP realm="wicketgate", error="invalid_dpop_proof", algs="ES256/,
      );
      expect(await response.json()).toMatchObject({ detail: expect.stringContaining('htu') as string });
    });

    it('is refused as Bearer, and without a proof', async () => {
      const { token } = await bound();
      expect(await codeOf(await started.send(ME, { key: token }))).toBe('invalid_dpop_proof');
      const bare = await started.send(ME, { key: null, headers: { authorization: `DPoP ${token}` } });
      expect(await codeOf(bare)).toBe('invalid_dpop_proof');
    });

    it('is the only one that passes where proofs are required', async () => {
      await started.close();
      await start({ WICKETGATE_DPOP: 'required' });
      const { prove, send } = await bound();
      expect((await send(await prove())).status).toBe(200);
      const { token } = await started.signIn();
      expect(await codeOf(await started.send(ME, { key: token }))).toBe('invalid_dpop_proof');
      expect((await started.send(ME)).status).toBe(200);
    });
  });

  it('in the scheme for proofs must be an access token: a key is bound to no other', async () => {
    const headers = { authorization: `DPoP ${started.adminKey}` };
    expect(await codeOf(await started.send(ME, { key: null, headers }))).toBe('unsupported_scheme');
  });
});
