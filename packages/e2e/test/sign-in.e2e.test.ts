import { GRANT_TYPES } from '@wicketgate/contract';
import { createLoopbackListener } from '@wicketgate/core/node';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { meetPeople, type People, type Person } from '../src/sign-in/person.ts';
import { openSignInPlace, PROVIDER_NAME, type SignInPlace } from '../src/sign-in/sign-in-place.ts';

const CLI = 'wicketgate-cli';
const OTTO = { login: 'otto', name: 'Otto Operator', groups: ['operators', 'staff'] };
const ANNA = { login: 'anna', groups: ['staff'] };
const STRANGER = { login: 'stranger', groups: ['sales'] };
const ASKED = 'Wicketgate command wants to sign in as you';
const CONFIRM = 'Let Wicketgate command act as you?';

const cleanup = createCleanup();
let place: SignInPlace;
let people: People;
let config: client.Configuration;

beforeAll(async () => {
  place = await openSignInPlace({ people: [OTTO, ANNA, STRANGER], cleanup });
  people = await meetPeople(cleanup);
  config = await discover(client.None());
});

afterAll(() => cleanup.release());

describe('openid-client, which is not ours, with people in a real browser at a provider that is not ours either,', () => {
  test('discovers the gateway', () => {
    const metadata = config.serverMetadata();
    expect(metadata.issuer).toBe(place.gateway.url);
    expect(metadata.supportsPKCE()).toBe(true);
  });

  test('signs in by device code: groups give tier, role and scopes', async () => {
    const tokens = await byDevice('otto');
    expect(tokens.scope).toBe('releases:read mcp:call');
    expect(await me(tokens)).toMatchObject({
      status: 200,
      body: {
        key: null,
        session: { client_id: CLI },
        ...{ tier: 'enterprise', role: 'admin', scopes: ['releases:read', 'mcp:call'] },
        principal: { id: 'acme:otto', name: 'Otto Operator', email: 'otto@example.com' },
      },
    });
  });

  test('signs in by code with PKCE, and the browser comes back to a program on this machine', async () => {
    const tokens = await byCode('anna');
    expect(await me(tokens)).toMatchObject({
      status: 200,
      body: { tier: 'pro', role: 'user', scopes: ['releases:read'], principal: { id: 'acme:anna' } },
    });
  });

  test('learns that the person denied, and the person that nothing was given', async () => {
    const begun = await client.initiateDeviceAuthorization(config, {});
    const person = await people.meet();
    await typeCode(person, begun.user_code);
    await person.press('Deny');
    expect(await person.sees('You denied the sign-in')).toContain('The device gets nothing');
    await person.leave();
    await expect(poll(begun)).rejects.toMatchObject({ error: 'access_denied', status: 400 });
  });

  test('refreshes: new groups give new rights, and who left the groups is signed out', async () => {
    const first = await byDevice('anna');
    place.provider.put({ ...ANNA, groups: ['operators'] });
    const second = await client.refreshTokenGrant(config, first.refresh_token ?? '');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await me(second)).toMatchObject({ status: 200, body: { tier: 'enterprise', role: 'admin' } });
    place.provider.put({ ...ANNA, groups: ['sales'] });
    const third = client.refreshTokenGrant(config, second.refresh_token ?? '');
    await expect(third).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
    expect(await me(second)).toMatchObject({ status: 401, body: { code: 'session_ended' } });
    place.provider.put(ANNA);
  });

  test('introspects both tokens, revokes one, and finds neither active afterwards', async () => {
    const tokens = await byDevice('otto');
    const both = [tokens.access_token, tokens.refresh_token ?? ''];
    const administrator = await discover((...[, , , headers]) => {
      headers.set('authorization', `Bearer ${place.gateway.adminKey}`);
    });
    for (const token of both) {
      expect(await client.tokenIntrospection(administrator, token)).toMatchObject({
        ...{ active: true, client_id: CLI, sub: 'acme:otto', scope: 'releases:read mcp:call' },
      });
    }
    await client.tokenRevocation(config, tokens.refresh_token ?? '');
    for (const token of both) {
      expect(await client.tokenIntrospection(administrator, token)).toEqual({ active: false });
    }
    expect(await me(tokens)).toMatchObject({ status: 401, body: { code: 'session_ended' } });
  });
});

describe('A person who is in no group of a rule', () => {
  test('is told so with 403, and the program gets nothing', async () => {
    const begun = await client.initiateDeviceAuthorization(config, {});
    const person = await people.meet();
    await typeCode(person, begun.user_code);
    await person.press(`Sign in with ${PROVIDER_NAME}`);
    await person.signInAtProvider('stranger');
    expect(await person.sees('You may not come in')).toContain(
      'stranger (stranger@example.com) is not in a group that may come in. Ask the people who run this service',
    );
    expect(person.status).toBe(403);
    await person.leave();
    const asked = client.genericGrantRequest(config, GRANT_TYPES.deviceCode, { device_code: begun.device_code });
    await expect(asked).rejects.toMatchObject({ error: 'authorization_pending' });
    expect(await sessionsOf('acme:stranger')).toEqual([]);
  });
});

describe('A device', () => {
  test('is signed in by the keyboard alone', async () => {
    const begun = await client.initiateDeviceAuthorization(config, {});
    const person = await people.meet();
    const { keyboard } = person.page;
    await person.open(begun.verification_uri);
    await person.sees('Sign in on a device');
    await keyboard.type(begun.user_code);
    await keyboard.press('Enter');
    await person.sees(ASKED);
    await person.reach(`Sign in with ${PROVIDER_NAME}`);
    await keyboard.press('Enter');
    await person.sees('Sign-in');
    await keyboard.type('otto');
    await keyboard.press('Tab');
    await keyboard.type('of no account');
    await keyboard.press('Enter');
    await person.sees('Authorize');
    await keyboard.press('Enter');
    await person.sees(CONFIRM);
    await person.reach('Allow');
    await keyboard.press('Enter');
    await person.sees('You are signed in');
    await person.leave();
    expect(await me(await poll(begun))).toMatchObject({ status: 200 });
  });

  test('is signed in by a browser that runs no script', async () => {
    const begun = await client.initiateDeviceAuthorization(config, {});
    await approve(await people.meet({ scripts: 'off' }), begun, 'otto');
    expect(await me(await poll(begun))).toMatchObject({ status: 200, body: { principal: { id: 'acme:otto' } } });
  });
});

function discover(auth: client.ClientAuth): Promise<client.Configuration> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- Marked so that it stands out; a loopback test is what it is for.
  const options: client.DiscoveryRequestOptions = { algorithm: 'oauth2', execute: [client.allowInsecureRequests] };
  return client.discovery(new URL(place.gateway.url), CLI, undefined, auth, options);
}

async function byDevice(login: string): Promise<client.TokenEndpointResponse> {
  const begun = await client.initiateDeviceAuthorization(config, {});
  await approve(await people.meet(), begun, login);
  return poll(begun);
}

async function approve(person: Person, begun: client.DeviceAuthorizationResponse, login: string): Promise<void> {
  await typeCode(person, begun.user_code);
  await person.press(`Sign in with ${PROVIDER_NAME}`);
  await person.signInAtProvider(login);
  expect(await person.sees(CONFIRM)).toContain(`${login}@example.com`);
  await person.press('Allow');
  await person.sees('You are signed in');
  await person.leave();
}

async function typeCode(person: Person, userCode: string): Promise<void> {
  await person.open(`${place.gateway.url}/activate`);
  await person.enterCode(userCode);
  await person.sees(ASKED);
}

/** The interval is shortened on the client's side alone: whoever asks for the first time is never too early. */
function poll(begun: client.DeviceAuthorizationResponse): Promise<client.TokenEndpointResponse> {
  return client.pollDeviceAuthorizationGrant(config, { ...begun, interval: 0 });
}

async function byCode(login: string): Promise<client.TokenEndpointResponse> {
  const listener = await createLoopbackListener();
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: listener.redirectUri,
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const person = await people.meet();
  await person.open(address.href);
  await person.sees(ASKED);
  await person.press(`Sign in with ${PROVIDER_NAME}`);
  await person.signInAtProvider(login);
  await person.sees(CONFIRM);
  await person.press('Allow');
  const answer = await listener.answer(AbortSignal.timeout(20_000));
  await person.sees('Back to where you began');
  await person.leave();
  await listener.close();
  return client.authorizationCodeGrant(config, answer, { pkceCodeVerifier, expectedState });
}

async function me({ access_token: token }: client.TokenEndpointResponse): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${place.gateway.url}/api/v1/me`, { headers });
  return { status: response.status, body: await response.json() };
}

async function sessionsOf(principal: string): Promise<readonly unknown[]> {
  return (await place.gateway.admin.sessions.list({ query: { principal } })).items;
}
