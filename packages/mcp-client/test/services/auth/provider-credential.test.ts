import { ClientCredentialsProvider, DpopSession, PrivateKeyJwtProvider } from '@modelcontextprotocol/client';
import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { bearerFetch } from '../../../src/adapters/bearer-fetch.ts';
import { createProviderCredential } from '../../../src/services/auth/provider-credential.ts';
import type { ServerFetch } from '../../../src/words/credential.ts';
import { createAuthority, failureOf, ISSUER, SERVER } from './oauth-world.ts';

/** Takes client credentials, which the authority itself has no grant for. */
function createHouse(tokenType = 'Bearer') {
  const authority = createAuthority();
  const given: { readonly form: Readonly<Record<string, string>>; readonly authorization: string | null }[] = [];
  const shown: { readonly authorization: string | null; readonly proof: boolean }[] = [];
  let good = '';
  authority.settings.intercept = ({ path, form, authorization }) => {
    if (path === '/mcp') return authorization?.endsWith(` ${good}`) && good !== '' ? new Response('{}') : undefined;
    if (path !== '/token') return undefined;
    given.push({ form, authorization });
    good = `planted-machine-token-${given.length}`;
    return Response.json({ access_token: good, token_type: tokenType, expires_in: 60 });
  };
  const fetch: ServerFetch = (url, init) => {
    const headers = new Headers(init?.headers);
    if (String(url) === SERVER) shown.push({ authorization: headers.get('authorization'), proof: headers.has('dpop') });
    return authority.handle(new Request(url, init));
  };
  const callWith = (provider: Parameters<typeof createProviderCredential>[0]['provider']) => {
    const credential = createProviderCredential({ provider, serverUrl: SERVER, fetch, clock: createFakeClock() });
    const ours = bearerFetch({ fetch, serverUrl: SERVER, credential });
    return () => ours(SERVER, { method: 'POST', body: '{}' });
  };
  return { given, shown, callWith, revoke: () => (good = 'another'), settings: authority.settings };
}

const client = { clientId: 'machine', clientSecret: 'planted-secret', expectedIssuer: ISSUER };

describe('a provider of the SDK as a credential', () => {
  it('speaks for a machine by its secret, with one token for ten calls', async () => {
    const { given, callWith, revoke } = createHouse();
    const call = callWith(new ClientCredentialsProvider(client));
    const ten = () => Promise.all(Array.from({ length: 10 }, async () => (await call()).status));
    expect(new Set(await ten())).toEqual(new Set([200]));
    expect(given).toHaveLength(1);
    expect(given[0]).toMatchObject({
      form: { grant_type: 'client_credentials', resource: SERVER },
      authorization: `Basic ${btoa('machine:planted-secret')}`,
    });
    revoke();
    expect(new Set(await ten())).toEqual(new Set([200]));
    expect(given).toHaveLength(2);
  });

  it('speaks for a machine by its key', async () => {
    const { given, callWith } = createHouse();
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const privateKey = { ...(await crypto.subtle.exportKey('jwk', pair.privateKey)) };
    const call = callWith(
      new PrivateKeyJwtProvider({ clientId: 'machine', privateKey, algorithm: 'ES256', expectedIssuer: ISSUER }),
    );
    expect((await call()).status).toBe(200);
    expect(given[0]?.form).toMatchObject({
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
  });

  it('shows the secret of one authorization server to no other', async () => {
    const { given, callWith, settings } = createHouse();
    settings.issuer = 'https://evil.example.com';
    expect(await failureOf(callWith(new ClientCredentialsProvider(client))())).toBeDefined();
    expect(given).toEqual([]);
  });

  it('proves the key that a token is bound to', async () => {
    const { shown, callWith } = createHouse('DPoP');
    const session = await DpopSession.create();
    const provider = Object.assign(new ClientCredentialsProvider(client), { dpop: () => session });
    expect((await callWith(provider)()).status).toBe(200);
    expect(shown.at(-1)).toEqual({ authorization: 'DPoP planted-machine-token-1', proof: true });
  });

  it('never repeats what a server answered', async () => {
    const { callWith, settings } = createHouse();
    settings.intercept = ({ path }) =>
      path === '/token' ? new Response('planted-answer', { status: 400 }) : undefined;
    const failure = await failureOf(callWith(new ClientCredentialsProvider(client))());
    expect(JSON.stringify(failure) + String((failure as Error).stack) + String((failure as Error).cause)).not.toContain(
      'planted',
    );
  });
});
