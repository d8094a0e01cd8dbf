import { OAUTH_PATHS } from '@wicketgate/contract';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyBrowser } from './support/key-browser.ts';
import { type SocketGateway, startSocketGateway } from './support/socket-gateway.ts';

const CLI = 'wicketgate-cli';
const REDIRECT = 'http://127.0.0.1:51234/callback';

let server: SocketGateway;
beforeAll(async () => {
  server = await startSocketGateway();
});
afterAll(() => server.close());

const browser = () => createKeyBrowser((request) => fetch(request), server.url);

function discover(auth?: client.ClientAuth): Promise<client.Configuration> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- Marked so that it stands out; a loopback test is what it is for.
  const options: client.DiscoveryRequestOptions = { algorithm: 'oauth2', execute: [client.allowInsecureRequests] };
  return client.discovery(new URL(server.url), CLI, undefined, auth ?? client.None(), options);
}

/** Who introspects shows a key, as RFC 7662 section 2.1 has it. */
function asAdministrator(): Promise<client.Configuration> {
  return discover((...[, , , headers]) => {
    headers.set('authorization', `Bearer ${server.adminKey}`);
  });
}

async function me(accessToken: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${server.url}/api/v1/me`, { headers: { authorization: `Bearer ${accessToken}` } });
  return { status: response.status, body: await response.json() };
}

/** Signs in by device code. The interval is shortened on the client's side alone, so that the test does not wait. */
async function deviceGrant(config: client.Configuration, options?: client.DPoPOptions) {
  const begun = await client.initiateDeviceAuthorization(config, {});
  await browser().activate(begun.user_code, server.adminKey, 'allow');
  return client.pollDeviceAuthorizationGrant(config, { ...begun, interval: 0 }, undefined, options);
}

async function codeGrant(config: client.Configuration, options?: client.DPoPOptions) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT,
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const answer = new URL(await browser().authorize(address.href, server.adminKey));
  return client.authorizationCodeGrant(config, answer, { pkceCodeVerifier, expectedState }, undefined, options);
}

describe('openid-client, which is not ours,', () => {
  it('discovers the gateway as an OAuth 2 server', async () => {
    const metadata = (await discover()).serverMetadata();
    expect(metadata.issuer).toBe(server.url);
    expect(metadata.supportsPKCE()).toBe(true);
    expect(metadata.token_endpoint).toBe(server.url + OAUTH_PATHS.token);
  });

  it('signs in by device code', async () => {
    const tokens = await deviceGrant(await discover());
    expect(tokens.expiresIn()).toBeGreaterThan(1_790);
    expect(await me(tokens.access_token)).toMatchObject({ status: 200, body: { session: { client_id: CLI } } });
  });

  it('learns that the person denied', async () => {
    const config = await discover();
    const begun = await client.initiateDeviceAuthorization(config, {});
    await browser().activate(begun.user_code, server.adminKey, 'deny');
    const polled = client.pollDeviceAuthorizationGrant(config, { ...begun, interval: 0 });
    await expect(polled).rejects.toMatchObject({ error: 'access_denied', status: 400 });
  });

  it('signs in by code with PKCE, checking state and issuer', async () => {
    const tokens = await codeGrant(await discover());
    expect(await me(tokens.access_token)).toMatchObject({ status: 200, body: { key: null } });
  });

  it('refreshes, and reads the refusal of a token that was made up', async () => {
    const config = await discover();
    const first = await deviceGrant(config);
    const second = await client.refreshTokenGrant(config, first.refresh_token ?? '');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await me(second.access_token)).toMatchObject({ status: 200 });
    const refused = client.refreshTokenGrant(config, `wg_rt_${'0'.repeat(43)}`);
    await expect(refused).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
  });

  it('introspects both tokens, revokes one, and finds neither active afterwards', async () => {
    const [config, administrator] = [await discover(), await asAdministrator()];
    const { access_token: access, refresh_token: refresh = '' } = await deviceGrant(config);
    for (const token of [access, refresh]) {
      expect(await client.tokenIntrospection(administrator, token)).toMatchObject({ active: true, client_id: CLI });
    }
    await client.tokenRevocation(config, refresh);
    for (const token of [access, refresh]) {
      expect(await client.tokenIntrospection(administrator, token)).toEqual({ active: false });
    }
    expect(await me(access)).toMatchObject({ status: 401, body: { code: 'session_ended' } });
  });

  it('binds tokens to its key (RFC 9449), which are worth nothing without it', async () => {
    const config = await discover();
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('EdDSA'));
    for (const tokens of [await deviceGrant(config, { DPoP }), await codeGrant(config, { DPoP })]) {
      expect(tokens.token_type).toBe('dpop');
      const url = new URL(`${server.url}/api/v1/me`);
      const known = await client.fetchProtectedResource(config, tokens.access_token, url, 'GET', undefined, undefined, {
        DPoP,
      });
      expect(known.status).toBe(200);
      expect(await me(tokens.access_token)).toMatchObject({ status: 401, body: { code: 'invalid_dpop_proof' } });
      const refresh = tokens.refresh_token ?? '';
      await expect(client.refreshTokenGrant(config, refresh)).rejects.toMatchObject({ error: 'invalid_grant' });
      const renewed = await client.refreshTokenGrant(config, refresh, undefined, { DPoP });
      expect(renewed.token_type).toBe('dpop');
    }
  });
});
