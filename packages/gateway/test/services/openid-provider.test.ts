import { Secret } from '@wicketgate/core';
import { createFakeClock } from '@wicketgate/testing';
import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createProviderFetch } from '../../src/adapters/provider-fetch.ts';
import { toBase64Url, utf8 } from '../../src/domain/encoding.ts';
import { ProviderDown, ProviderRefused } from '../../src/domain/provider-errors.ts';
import type { ProviderConfig } from '../../src/domain/sign-in-config.ts';
import { createOpenIdProvider, type OpenIdProvider } from '../../src/services/openid-provider.ts';
import {
  createScriptedProvider,
  idClaims,
  ISSUER,
  type ScriptedProvider,
  tokenAnswer,
} from '../openid/scripted-provider.ts';
import { NEW_YEAR } from '../support/records.ts';
import { providerConfig } from '../support/sign-in-house.ts';

const REDIRECT_URI = 'https://gate.example.com/signin/callback';
const PENDING = { providerId: 'acme', state: 'reference.state', nonce: 'the-nonce', verifier: 'v'.repeat(43) };
const CLAIMS = { nonce: PENDING.nonce };

describe('an OpenID provider', () => {
  let script: ScriptedProvider;
  let provider: OpenIdProvider;
  const make = (members: Partial<ProviderConfig> = {}) =>
    createOpenIdProvider(
      providerConfig({ issuer: ISSUER, ...members }),
      createProviderFetch({ fetch: script.fetch, clock: createFakeClock() }),
    );
  beforeEach(async () => {
    script = await createScriptedProvider();
    provider = make();
  });

  const finish = (query: Readonly<Record<string, string>> = {}, now = NEW_YEAR) => {
    const parameters = new URLSearchParams({ code: 'the-code', state: PENDING.state, ...query });
    return provider.finish({ pending: PENDING, parameters, redirectUri: REDIRECT_URI }, now);
  };
  const giveToken = (token: string, members: Readonly<Record<string, unknown>> = {}) => {
    script.answer('/token', () => tokenAnswer({ id_token: token, ...members }));
  };
  const begin = async () => new URL(await provider.begin(PENDING, REDIRECT_URI, NEW_YEAR)).searchParams;

  describe('sending a browser', () => {
    it('asks for a code with PKCE, state and nonce', async () => {
      expect(Object.fromEntries(await begin())).toMatchObject({
        client_id: 'wicketgate-gateway',
        response_type: 'code',
        scope: 'openid profile email offline_access',
        state: PENDING.state,
        nonce: PENDING.nonce,
        code_challenge_method: 'S256',
        redirect_uri: REDIRECT_URI,
      });
      expect((await begin()).get('code_challenge')).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect((await begin()).has('prompt')).toBe(false);
    });

    it('asks for groups where the provider has the scope, and not for offline access where it has not', async () => {
      script.metadata['scopes_supported'] = ['openid', 'profile', 'email', 'groups'];
      expect((await begin()).get('scope')).toBe('openid profile email groups');
    });

    it('asks for consent with offline access where the provider knows the prompt', async () => {
      script.metadata['prompt_values_supported'] = ['none', 'login', 'consent'];
      expect((await begin()).get('prompt')).toBe('consent');
    });
  });

  describe('taking its answer', () => {
    it('reads the person from a signed ID token', async () => {
      giveToken(await script.sign(idClaims(CLAIMS)), { refresh_token: 'upstream-refresh' });
      const person = await finish();
      expect(person).toMatchObject({ subject: 'anna', claims: { groups: ['staff'] } });
      expect(person.refreshToken?.reveal()).toBe('upstream-refresh');
      expect(Object.fromEntries(script.forms[0] ?? [])).toMatchObject({
        grant_type: 'authorization_code',
        code: 'the-code',
        code_verifier: PENDING.verifier,
        redirect_uri: REDIRECT_URI,
      });
      expect(script.asked).not.toContain('/userinfo');
    });

    it("asks the userinfo endpoint when the token tells no groups, and no other person's answer will do", async () => {
      giveToken(await script.sign(idClaims({ ...CLAIMS, groups: undefined })));
      script.answer('/userinfo', () => Response.json({ sub: 'anna', groups: ['operators'] }));
      expect((await finish()).claims).toMatchObject({ groups: ['operators'] });
      script.answer('/userinfo', () => Response.json({ sub: 'otto', groups: ['operators'] }));
      await expect(finish()).rejects.toMatchObject({ refusal: 'bad_answer' });
    });

    it.each([
      { what: 'is null', groups: null, groupsClaim: 'groups', told: { groups: ['operators'] } },
      { what: 'is no list', groups: { staff: true }, groupsClaim: 'groups', told: { groups: ['operators'] } },
      { what: 'ends early', groups: {}, groupsClaim: 'groups.names', told: { groups: { names: ['operators'] } } },
    ])("takes the groups of the userinfo endpoint where the token's claim $what", async (claim) => {
      const { groups, groupsClaim, told } = claim;
      provider = make({ groupsClaim });
      giveToken(await script.sign(idClaims({ ...CLAIMS, groups })));
      script.answer('/userinfo', () => Response.json({ sub: 'anna', ...told }));
      expect((await finish()).claims).toMatchObject(told);
    });

    it.each([
      ['has no coordinate', { x: undefined }],
      ['is off its curve', { x: 'AAAA' }],
      ['says more of itself than is public', { d: 'AAAA' }],
      ['says what it is for in no list', { key_ops: 5 }],
    ])('proves nothing with a key that %s', async (_, members) => {
      const { keys } = (await ((await script.fetch(`${ISSUER}/keys`, {} as never)) as Response).json()) as {
        keys: object[];
      };
      script.answer('/keys', () => Response.json({ keys: [{ ...keys[0], ...members }] }));
      giveToken(await script.sign(idClaims(CLAIMS)));
      await expect(finish()).rejects.toMatchObject({ refusal: 'bad_answer' });
    });

    it.each(['\ud800', 'a\u0000b', 'x'.repeat(16_385)])('keeps no refresh token that is none', async (token) => {
      giveToken(await script.sign(idClaims(CLAIMS)), { refresh_token: token });
      await expect(finish()).rejects.toMatchObject({
        refusal: 'bad_answer',
        detail: 'its refresh token cannot be kept',
      });
    });

    it('keeps a refresh token of 16,384 characters', async () => {
      giveToken(await script.sign(idClaims(CLAIMS)), { refresh_token: 'x'.repeat(16_384) });
      expect((await finish()).refreshToken?.reveal()).toHaveLength(16_384);
    });

    it('knows nobody whose id is no text', async () => {
      giveToken(await script.sign(idClaims({ ...CLAIMS, sub: '\ud800' })));
      await expect(finish()).rejects.toMatchObject({ refusal: 'bad_answer' });
    });

    it('proves nothing with a signature that is no base64url', async () => {
      giveToken(`${(await script.sign(idClaims(CLAIMS))).split('.', 2).join('.')}.!`);
      await expect(finish()).rejects.toMatchObject({ refusal: 'bad_answer', detail: 'it cannot be read' });
    });

    it.each([
      ['another nonce', { nonce: 'of another sign-in' }, 'nonce'],
      ['no nonce', { nonce: undefined }, 'invalid_response'],
      ['another issuer', { iss: 'https://evil.example.com' }, 'iss'],
      ['another audience', { aud: 'another-application' }, 'aud'],
      ['an end that is over', { exp: NEW_YEAR / 1_000 - 60 }, 'exp'],
      ['a beginning to come', { nbf: NEW_YEAR / 1_000 + 60 }, 'nbf'],
    ])('refuses an ID token with %s', async (_, claims, named) => {
      giveToken(await script.sign(idClaims({ ...CLAIMS, ...claims })));
      const failure = await finish().catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ProviderRefused);
      expect(failure).toMatchObject({ refusal: 'bad_answer', detail: expect.stringContaining(named) as string });
    });

    it('refuses an ID token that another key signed', async () => {
      const token = await script.sign(idClaims(CLAIMS));
      const other = await createScriptedProvider();
      script.answer('/keys', () => other.fetch(`${ISSUER}/keys`, {} as never) as Promise<Response>);
      giveToken(token);
      await expect(finish()).rejects.toMatchObject({ refusal: 'bad_answer' });
    });

    it('refuses an ID token that is signed with the client secret, or not at all', async () => {
      script.metadata['id_token_signing_alg_values_supported'] = ['ES256', 'HS256', 'none'];
      const encode = (value: unknown) => toBase64Url(utf8(JSON.stringify(value)));
      const signed = `${encode({ alg: 'HS256' })}.${encode(idClaims(CLAIMS))}`;
      const secret = providerConfig({ issuer: ISSUER }).clientSecret?.reveal() ?? '';
      giveToken(`${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`);
      await expect(finish()).rejects.toBeInstanceOf(ProviderRefused);
      giveToken(`${encode({ alg: 'none' })}.${encode(idClaims(CLAIMS))}.`);
      await expect(finish()).rejects.toBeInstanceOf(ProviderRefused);
    });

    it('refuses an answer of another issuer, or of none where the provider promises one (RFC 9207)', async () => {
      giveToken(await script.sign(idClaims(CLAIMS)));
      await expect(finish({ iss: 'https://evil.example.com' })).rejects.toMatchObject({ refusal: 'bad_answer' });
      script.metadata['authorization_response_iss_parameter_supported'] = true;
      await expect(finish()).rejects.toMatchObject({ refusal: 'bad_answer' });
      expect(await finish({ iss: ISSUER })).toMatchObject({ subject: 'anna' });
      expect(script.forms).toHaveLength(1);
    });

    it('refuses another state without asking for a token', async () => {
      await expect(finish({ state: 'reference.other' })).rejects.toMatchObject({ refusal: 'bad_answer' });
      expect(script.asked).not.toContain('/token');
    });

    it("tells a person's no from trouble", async () => {
      const refused = (error: string) => finish({ error }).catch((failure: unknown) => failure);
      expect(await refused('access_denied')).toMatchObject({ refusal: 'declined', detail: 'access_denied' });
      expect(await refused('invalid_scope')).toMatchObject({ refusal: 'bad_answer', detail: 'invalid_scope' });
      expect(await refused('<script>')).toMatchObject({ refusal: 'bad_answer', detail: 'an unknown error' });
      expect(await refused('temporarily_unavailable')).toBeInstanceOf(ProviderDown);
    });

    it('repeats nothing of what the provider sent', async () => {
      script.answer('/token', () => Response.json({ error: 'invalid_grant', leaked: 'top-secret' }, { status: 400 }));
      const failure = await finish().catch((error: unknown) => error);
      expect(failure).toMatchObject({ refusal: 'ended', detail: 'invalid_grant' });
      expect((failure as Error).cause).toBeUndefined();
    });
  });

  describe('proving who we are to it', () => {
    it.each([
      { place: 'in the header by default', methods: undefined, isInHeader: true },
      {
        place: 'in the header where it takes both',
        methods: ['client_secret_post', 'client_secret_basic'],
        isInHeader: true,
      },
      { place: 'in the form where it takes nothing else', methods: ['client_secret_post'], isInHeader: false },
    ])('sends the secret $place', async ({ methods, isInHeader }) => {
      if (methods) script.metadata['token_endpoint_auth_methods_supported'] = methods;
      let authorization: string | undefined;
      const token = await script.sign(idClaims(CLAIMS));
      script.answer('/token', (init) => {
        authorization = init.headers['authorization'];
        return tokenAnswer({ id_token: token });
      });
      await finish();
      expect(authorization?.startsWith('Basic ') ?? false).toBe(isInHeader);
      expect(script.forms[0]?.has('client_secret')).toBe(!isInHeader);
    });

    it('sends the client id alone without a secret', async () => {
      provider = make({ clientSecret: undefined });
      giveToken(await script.sign(idClaims(CLAIMS)));
      await finish();
      expect(script.forms[0]?.get('client_id')).toBe('wicketgate-gateway');
      expect(script.forms[0]?.has('client_secret')).toBe(false);
    });
  });

  describe('asking again', () => {
    const renew = (onNewToken: (token: Secret) => Promise<void> = () => Promise.resolve()) =>
      provider.renew({ subject: 'anna', refreshToken: new Secret('old'), onNewToken }, NEW_YEAR);

    it('takes the groups from the userinfo endpoint when there is no new ID token', async () => {
      script.answer('/token', () => tokenAnswer({}));
      script.answer('/userinfo', () => Response.json({ sub: 'anna', groups: ['staff'] }));
      expect(await renew()).toMatchObject({ subject: 'anna', claims: { groups: ['staff'] }, refreshToken: undefined });
    });

    it('tells of a new refresh token even when the groups cannot be read afterwards', async () => {
      script.answer('/token', () => tokenAnswer({ refresh_token: 'new' }));
      script.answer('/userinfo', () => new Response('', { status: 503 }));
      const told: string[] = [];
      const kept = renew((token) => Promise.resolve(void told.push(token.reveal())));
      await expect(kept).rejects.toBeInstanceOf(ProviderDown);
      expect(told).toEqual(['new']);
    });

    it('tells of no refresh token that cannot be kept', async () => {
      script.answer('/token', () => tokenAnswer({ refresh_token: 'x'.repeat(16_385) }));
      const told: string[] = [];
      const kept = renew((token) => Promise.resolve(void told.push(token.reveal())));
      await expect(kept).rejects.toMatchObject({ refusal: 'bad_answer' });
      expect(told).toEqual([]);
    });

    it('refuses an ID token of somebody else', async () => {
      giveToken(await script.sign(idClaims({ sub: 'otto' })));
      await expect(renew()).rejects.toMatchObject({ refusal: 'bad_answer' });
    });

    it('knows an end from a fault of our configuration', async () => {
      const answer = (error: string, status = 400) => {
        script.answer('/token', () => Response.json({ error }, { status }));
        return renew().catch((failure: unknown) => failure);
      };
      expect(await answer('invalid_grant')).toMatchObject({ refusal: 'ended' });
      expect(await answer('invalid_client', 401)).toMatchObject({ refusal: 'bad_answer' });
      expect(await answer('temporarily_unavailable')).toBeInstanceOf(ProviderDown);
      expect(await answer('invalid_grant', 429)).toBeInstanceOf(ProviderDown);
      expect(await answer('invalid_grant', 500)).toBeInstanceOf(ProviderDown);
    });
  });

  describe('discovery', () => {
    const reads = () => script.asked.filter((path) => path.endsWith('openid-configuration')).length;

    it('is read once an hour, and again as soon as something did not fit', async () => {
      giveToken(await script.sign(idClaims({ ...CLAIMS, exp: NEW_YEAR / 1_000 + 7_200 })));
      await Promise.all([finish(), finish()]);
      await finish({}, NEW_YEAR + 3_599_999);
      expect(reads()).toBe(1);
      await finish({}, NEW_YEAR + 3_600_000);
      expect(reads()).toBe(2);
      await expect(finish({ state: 'another' }, NEW_YEAR + 3_600_000)).rejects.toBeInstanceOf(ProviderRefused);
      await finish({}, NEW_YEAR + 3_600_000);
      expect(reads()).toBe(3);
    });

    it.each([
      ['an error', () => new Response('', { status: 500 })],
      ['something else than JSON', () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
      ['the document of another issuer', () => Response.json({ issuer: 'https://evil.example.com' })],
      ['a redirect', () => new Response(null, { status: 302, headers: { location: 'https://evil.example.com' } })],
    ])('counts %s as being down, and asks anew the next time', async (_, answer) => {
      script.answer('/.well-known/openid-configuration', answer);
      await expect(begin()).rejects.toMatchObject({ name: 'ProviderDown', provider: 'Acme' });
      script.answer('/.well-known/openid-configuration', undefined);
      expect((await begin()).get('state')).toBe(PENDING.state);
    });

    it.each(['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'])(
      'is none whose %s is no https address, or one of our own machine',
      async (name) => {
        const others = ['http://id.example.com/x', 'https://127.0.0.1/x', 'http://localhost:6379/', 'https://[::1]/'];
        for (const value of ['', 'x', 5, ['https://id.example.com/x'], 'javascript:alert(1)', 'data:,x', ...others]) {
          script.metadata[name] = value;
          await expect(begin(), String(value)).rejects.toBeInstanceOf(ProviderDown);
          await expect(finish(), String(value)).rejects.toBeInstanceOf(ProviderDown);
        }
        expect(new Set(script.asked)).toEqual(new Set(['/.well-known/openid-configuration']));
      },
    );

    it('may name addresses of our own machine where the issuer is on it too', async () => {
      const issuer = 'http://127.0.0.1:9000';
      provider = make({ issuer });
      Object.assign(script.metadata, { issuer, authorization_endpoint: `${issuer}/authorize` });
      expect((await begin()).get('state')).toBe(PENDING.state);
    });

    it.each([{ value: null }, { value: 5 }, { value: 'groups' }, { value: { groups: true } }, { value: [5] }])(
      'that has $value for a list tells nothing by it',
      async ({ value }) => {
        const names = ['scopes_supported', 'prompt_values_supported', 'token_endpoint_auth_methods_supported'];
        for (const name of names) script.metadata[name] = value;
        expect((await begin()).get('scope')).toBe('openid profile email offline_access');
        giveToken(await script.sign(idClaims(CLAIMS)));
        expect(await finish()).toMatchObject({ subject: 'anna' });
      },
    );

    it('may say by null that there is no userinfo endpoint', async () => {
      script.metadata['userinfo_endpoint'] = null;
      giveToken(await script.sign(idClaims({ ...CLAIMS, groups: undefined })));
      expect(await finish()).toMatchObject({ subject: 'anna' });
    });
  });
});
