import { GRANT_TYPES, TOKEN_TYPES } from '@wicketgate/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { BUILT_IN_CLIENTS } from '../../src/domain/built-in-clients.ts';
import { ProviderDown } from '../../src/domain/provider-errors.ts';
import type { FederationRule } from '../../src/domain/sign-in-config.ts';
import { countingStorage } from '../support/counting-storage.ts';
import {
  CHALLENGE,
  createOAuthHouse,
  errorOf,
  ISSUER,
  type OAuthHouse,
  REDIRECT,
  VERIFIER,
} from '../support/oauth-house.ts';
import { approval } from '../support/sign-in-records.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let house: OAuthHouse;
beforeEach(async () => {
  house = await createOAuthHouse();
});

const later = (ms: number) => {
  house.clock.set(house.clock.now() + ms);
};

describe('an authorization code', () => {
  it('opens a session for who was approved, with what was asked for', async () => {
    const code = await house.code({ scopes: ['a', 'b'] }, { requestedScopes: ['b', 'c'], audience: `${ISSUER}/mcp` });
    expect(code).toMatch(/^wg_ac_[0-9A-Za-z]{43}$/);
    const { session, scopes } = await house.redeem(code);
    expect(session).toMatchObject({ scopes: ['b'], requestedScopes: ['b', 'c'], audience: `${ISSUER}/mcp` });
    expect(scopes).toEqual(['b']);
  });

  it('used a second time ends the session that it opened, also after its own end', async () => {
    for (const wait of [0, MINUTE, 10 * MINUTE]) {
      const code = await house.code();
      const tokens = await house.redeem(code);
      later(wait);
      await house.storage.pruneSignIn(house.clock.now());
      expect(await errorOf(house.redeem(code))).toBe('invalid_grant');
      expect(await house.sessions.show(tokens.session.id)).toMatchObject({
        revokedBy: 'gateway',
        revokedReason: 'authorization code used twice',
      });
      expect(await errorOf(house.refresh(tokens.refreshToken))).toBe('invalid_grant');
      expect(await house.trail(tokens.session.id)).toEqual(['session.create', 'session.reuse']);
    }
  });

  it('used twice at once opens one session at most, which ends', async () => {
    const code = await house.code();
    const errors = await Promise.all(Array.from({ length: 5 }, () => errorOf(house.redeem(code))));
    expect(errors.filter((error) => error === 'none').length).toBeLessThanOrEqual(1);
    const [session, ...more] = await house.storage.listSessions({}, { limit: 10, now: house.clock.now() });
    expect(more).toEqual([]);
    expect(session).toMatchObject({ revokedBy: 'gateway' });
  });

  it('used by another client ends the session, for it was seen by somebody', async () => {
    const code = await house.code();
    const { session } = await house.redeem(code);
    expect(await errorOf(house.redeem(code, { clientId: 'wicketgate-vscode' }))).toBe('invalid_grant');
    expect((await house.sessions.show(session.id)).revokedBy).toBe('gateway');
  });

  it.each([
    [59_999, 'none'],
    [60_000, 'invalid_grant'],
    [60_001, 'invalid_grant'],
  ])('%i ms after it was given: %s', async (age, error) => {
    const code = await house.code();
    later(age);
    expect(await errorOf(house.redeem(code))).toBe(error);
  });

  it.each<[string, string, object]>([
    ['invalid_grant', 'another verifier', { codeVerifier: `${VERIFIER}x` }],
    ['invalid_grant', 'the challenge as its verifier', { codeVerifier: CHALLENGE }],
    ['invalid_grant', 'a verifier that is too short', { codeVerifier: 'short' }],
    ['invalid_request', 'no verifier', { codeVerifier: undefined }],
    ['invalid_grant', 'another address', { redirectUri: `${REDIRECT}/` }],
    ['invalid_request', 'no address', { redirectUri: undefined }],
    ['invalid_grant', 'another client', { clientId: 'wicketgate-vscode' }],
    ['invalid_client', 'a client that nobody registered', { clientId: 'somebody-else' }],
    ['invalid_request', 'no client', { clientId: undefined }],
    ['invalid_target', 'another resource', { resource: `${ISSUER}/mcp` }],
    ['invalid_target', "somebody else's resource", { resource: 'https://elsewhere.example.com' }],
  ])('is %s with %s, and serves afterwards', async (error, _, members) => {
    const code = await house.code();
    expect(await errorOf(house.redeem(code, members))).toBe(error);
    expect(await errorOf(house.redeem(code))).toBe('none');
  });

  it('that is bound to a key wants a proof of that key', async () => {
    const code = await house.code({}, { dpopJkt: 'key' });
    for (const jkt of [null, 'other']) expect(await errorOf(house.redeem(code, { jkt }))).toBe('invalid_grant');
    expect((await house.redeem(code, { jkt: 'key' })).session.dpopJkt).toBe('key');
  });

  it('that was made up is refused like one of another kind', async () => {
    for (const code of ['made-up', `wg_ac_${'0'.repeat(43)}`, `wg_dc_${'0'.repeat(43)}`]) {
      expect(await errorOf(house.redeem(code))).toBe('invalid_grant');
    }
  });
});

const RULE: FederationRule = {
  ...{ name: 'ci', issuer: 'https://ci.example.com', audience: ISSUER, claims: { repository: 'acme/app' } },
  ...{ tier: 'pro', role: 'user', scopes: ['releases:read'], ttlSeconds: 3_600 },
};
const WITH_RULE = {
  signIn: { providers: [], clients: BUILT_IN_CLIENTS, federation: [RULE], acceptsKeys: true },
} as const;

describe('the token of a workload', () => {
  const approved = approval({
    ...{ principal: { id: 'ci:repo', email: null, name: null }, scopes: ['releases:read'] },
    source: { kind: 'federation', id: 'ci', subject: 'repo' },
  });
  const request = { grantType: GRANT_TYPES.tokenExchange, subjectToken: 'eyJ', subjectTokenType: TOKEN_TYPES.idToken };
  beforeEach(async () => {
    house = await createOAuthHouse({ config: WITH_RULE });
  });
  const good = () => Promise.resolve({ ok: true as const, approval: approved, ttlSeconds: 3_600, rule: 'ci' });

  it('is exchanged for an access token alone, whose session ends with it (RFC 8693 section 2.2.1)', async () => {
    house.onFederate(good);
    const granted = await house.exchange(request);
    expect(granted).toMatchObject({ refreshToken: undefined, issuedTokenType: TOKEN_TYPES.accessToken });
    const end = house.clock.now() + HOUR;
    expect(granted.accessExpiresAt).toBe(end);
    expect(granted.session).toMatchObject({ expiresAt: end, endsAt: end, principal: { id: 'ci:repo' } });
    expect(await house.trail(granted.session.id)).toEqual(['session.create']);
  });

  it('needs no client, may ask for less, and for one of our resources', async () => {
    house.onFederate(good);
    const asked = { clientId: undefined, scope: 'other', resource: `${ISSUER}/mcp` };
    const { session, scopes } = await house.exchange({ ...request, ...asked });
    expect(session).toMatchObject({ clientId: 'wicketgate-cli', audience: `${ISSUER}/mcp` });
    expect(scopes).toEqual([]);
  });

  it('that no rule takes is refused, and audited without the token', async () => {
    const counting = countingStorage(house.storage);
    house = await createOAuthHouse({ storage: counting.storage, config: WITH_RULE });
    house.onFederate(() => Promise.resolve({ ok: false, description: 'aud is not the one that a rule names.' }));
    const subjectToken = 'eyJzZWNyZXQi';
    expect(await errorOf(house.exchange({ ...request, subjectToken }))).toBe('invalid_request');
    const [entry] = counting.given('recordAudit') ?? [];
    expect(entry).toMatchObject({
      action: 'federation.refused',
      actor: 'anonymous',
      details: { client: 'wicketgate-cli', reason: 'aud is not the one that a rule names.' },
    });
    expect(JSON.stringify(entry)).not.toContain(subjectToken);
  });

  it('is not asked for where no rule lets workloads in: nobody is asked, and nothing audited', async () => {
    const counting = countingStorage(house.storage);
    house = await createOAuthHouse({ storage: counting.storage });
    house.onFederate(() => expect.fail('Somebody was asked.'));
    expect(await errorOf(house.exchange(request))).toBe('unsupported_grant_type');
    expect(counting.given('recordAudit')).toBeUndefined();
  });

  it('whose issuer cannot be asked may come again', async () => {
    house.onFederate(() => Promise.reject(new ProviderDown('https://ci.example.com')));
    await expect(house.exchange(request)).rejects.toMatchObject({
      error: 'temporarily_unavailable',
      retryAfterSeconds: 10,
    });
  });

  it.each<[string, object]>([
    ['invalid_request', { subjectToken: undefined }],
    ['invalid_request', { subjectTokenType: undefined }],
    ['invalid_request', { subjectTokenType: TOKEN_TYPES.accessToken }],
    ['invalid_request', { requestedTokenType: TOKEN_TYPES.jwt }],
    ['invalid_target', { audience: 'https://elsewhere.example.com' }],
    ['invalid_target', { resource: 'https://elsewhere.example.com' }],
    ['invalid_target', { resource: ISSUER, audience: 'https://elsewhere.example.com' }],
    ['invalid_target', { resource: ISSUER, audience: `${ISSUER}/mcp` }],
    ['invalid_client', { clientId: 'somebody-else' }],
    ['invalid_scope', { scope: '"' }],
  ])('is %s with %o before anybody is asked', async (error, members) => {
    house.onFederate(() => expect.fail('Somebody was asked.'));
    expect(await errorOf(house.exchange({ ...request, ...members }))).toBe(error);
  });
});

it('a grant type that is not offered is refused, whoever asks', async () => {
  for (const grantType of ['password', 'client_credentials', 'implicit', '', 'authorization_code ']) {
    expect(await errorOf(house.exchange({ grantType }))).toBe('unsupported_grant_type');
  }
});
