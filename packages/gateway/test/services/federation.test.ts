import { generateKeyPairSync, sign } from 'node:crypto';
import { createFakeClock } from '@wicketgate/testing';
import { UnsecuredJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createProviderFetch } from '../../src/adapters/provider-fetch.ts';
import type { FederationRule } from '../../src/domain/sign-in-config.ts';
import { createFederation, type Federation } from '../../src/services/federation.ts';
import { createIssuerKeys } from '../../src/services/issuer-keys.ts';
import { createScriptedProvider, ISSUER, type ScriptedProvider } from '../openid/scripted-provider.ts';
import { NEW_YEAR } from '../support/records.ts';

const NOW = NEW_YEAR / 1_000;
const RULE: FederationRule = {
  name: 'releases',
  issuer: ISSUER,
  audience: 'https://gate.example.com',
  claims: { sub: 'repo:acme/*' },
  tier: 'pro',
  role: 'user',
  scopes: ['releases:write'],
  ttlSeconds: 900,
};

describe('federation', () => {
  let script: ScriptedProvider;
  let federate: Federation;
  beforeEach(async () => {
    script = await createScriptedProvider();
    const fetch = createProviderFetch({ fetch: script.fetch, clock: createFakeClock() });
    federate = createFederation({ rules: [RULE], keys: createIssuerKeys(fetch) });
  });

  const token = (claims: Record<string, unknown> = {}, header = {}) =>
    script.sign(
      { iss: ISSUER, aud: RULE.audience, sub: 'repo:acme/tool', iat: NOW, exp: NOW + 300, ...claims },
      header,
    );
  const keyReads = () => script.asked.filter((path) => path === '/keys').length;

  it('gives a workload what its rule says, and no longer than that', async () => {
    expect(await federate(await token(), NEW_YEAR)).toEqual({
      ok: true,
      ttlSeconds: 900,
      rule: 'releases',
      approval: {
        principal: { id: 'releases:repo:acme/tool', email: null, name: 'repo:acme/tool' },
        ...{ tier: 'pro', role: 'user', scopes: ['releases:write'], limits: null },
        source: { kind: 'federation', id: 'releases', subject: 'repo:acme/tool' },
        ...{ upstreamSealed: null, checkedAt: NEW_YEAR, endsBy: NEW_YEAR + 900_000 },
      },
    });
  });

  it.each([
    ['an issuer that no rule names', { iss: 'https://evil.example.com' }, 'iss'],
    ['another audience', { aud: 'https://other.example.com' }, 'aud'],
    ['a claim that does not fit', { sub: 'repo:evil/tool' }, 'sub'],
    ['an end that has come', { exp: NOW }, 'exp'],
    ['no end', { exp: undefined }, 'exp'],
    ['no time of issue', { iat: undefined }, 'iat'],
    ['a time of issue more than 10 minutes ago', { iat: NOW - 601 }, 'iat'],
    ['a time of issue more than a minute ahead', { iat: NOW + 61 }, 'iat'],
    ['a beginning more than a minute ahead', { nbf: NOW + 61 }, 'nbf'],
    ['no subject', { sub: undefined }, 'sub'],
  ])('refuses %s by the name of the claim', async (_, claims, name) => {
    const text = await token(claims);
    const answer = await federate(text, NEW_YEAR);
    expect(answer).toMatchObject({ ok: false, description: expect.stringContaining(name) as string });
    expect(JSON.stringify(answer)).not.toContain(text.slice(-20));
  });

  it.each([
    ['its last second', { exp: NOW + 1 }],
    ['10 minutes of age', { iat: NOW - 600 }],
    ['a clock that is a minute ahead', { iat: NOW + 60, nbf: NOW + 60 }],
  ])('takes a token with %s', async (_, claims) => {
    expect(await federate(await token(claims), NEW_YEAR)).toMatchObject({ ok: true });
  });

  it('refuses what no key of the issuer signed, and what is no token', async () => {
    const other = await createScriptedProvider();
    const claims = { iss: ISSUER, aud: RULE.audience, sub: 'repo:acme/tool', iat: NOW, exp: NOW + 300 };
    expect(await federate(await other.sign(claims), NEW_YEAR)).toMatchObject({ ok: false });
    expect(await federate(new UnsecuredJWT(claims).encode(), NEW_YEAR)).toMatchObject({
      ok: false,
      description: expect.stringContaining('alg') as string,
    });
    for (const text of ['', 'nonsense', 'a.b.c', 'wg_live_x']) {
      expect(await federate(text, NEW_YEAR)).toMatchObject({ ok: false });
    }
  });

  it('asks nobody but the issuers of the rules', async () => {
    await federate(await token({ iss: 'https://internal.example.com', jku: 'https://internal.example.com' }), NEW_YEAR);
    expect(script.asked).toEqual([]);
  });

  it.each([
    ['is off its curve', { x: 'AAAA' }],
    ['says more of itself than is public', { d: '' }],
  ])('calls an issuer down whose key %s', async (_, members) => {
    const { keys } = (await ((await script.fetch(`${ISSUER}/keys`, {} as never)) as Response).json()) as {
      keys: object[];
    };
    script.answer('/keys', () => Response.json({ keys: [{ ...keys[0], ...members }] }));
    await expect(federate(await token(), NEW_YEAR)).rejects.toMatchObject({ name: 'ProviderDown', provider: ISSUER });
  });

  it('refuses a token that is signed with a key too short for its algorithm', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const [, claims = ''] = (await token()).split('.');
    const signed = `${encode({ alg: 'RS256', kid: 'short' })}.${claims}`;
    const signature = sign('sha256', Buffer.from(signed), privateKey).toString('base64url');
    script.answer('/keys', () => Response.json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'short' }] }));
    expect(await federate(`${signed}.${signature}`, NEW_YEAR)).toMatchObject({ ok: false });
  });

  it('asks nothing of our own machine for an issuer that is elsewhere', async () => {
    script.metadata['jwks_uri'] = 'http://127.0.0.1:6379/flush';
    await expect(federate(await token(), NEW_YEAR)).rejects.toMatchObject({ name: 'ProviderDown', provider: ISSUER });
    expect(script.asked).not.toContain('/flush');
  });

  it('reads the keys once in 10 minutes, and again for a new key, though not more than once a minute', async () => {
    const at = async (ms: number) => federate(await token({ iat: NOW + ms / 1_000, exp: NOW + 7_200 }), NEW_YEAR + ms);
    await Promise.all([at(0), at(0)]);
    await at(599_000);
    expect(keyReads()).toBe(1);
    await at(600_000);
    expect(keyReads()).toBe(2);
    await script.rotateKey('second');
    expect(await at(659_000)).toMatchObject({ ok: false });
    expect(keyReads()).toBe(2);
    expect(await at(660_000)).toMatchObject({ ok: true });
    expect(keyReads()).toBe(3);
  });

  it('goes on with the keys it knows for a day while the issuer does not answer, then says that it is down', async () => {
    const at = async (ms: number) =>
      federate(await token({ iat: NOW + ms / 1_000, exp: NOW + 2 * 86_400 }), NEW_YEAR + ms);
    await at(0);
    script.answer('/keys', () => new Response('', { status: 503 }));
    expect(await at(86_399_000)).toMatchObject({ ok: true });
    await expect(at(86_400_000)).rejects.toMatchObject({ name: 'ProviderDown', provider: ISSUER });
    script.answer('/keys', undefined);
    expect(await at(86_400_000)).toMatchObject({ ok: true });
  });
});
