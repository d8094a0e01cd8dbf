import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLoopbackListener } from '@wicketgate/core/node';
import { type Clock, type Secret, systemClock } from '@wicketgate/core';
import { createMemoryTokenStore } from '@wicketgate/testing';
import { createScriptedBrowser } from '@wicketgate/testing/openid';
import { Provider } from 'oidc-provider';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bearerFetch } from '../../../src/adapters/bearer-fetch.ts';
import { createGuardedFetch } from '../../../src/node/guarded-fetch.ts';
import type { ShownCode } from '../../../src/ports/user-prompt.ts';
import { createOAuthProvider } from '../../../src/services/auth/oauth-provider.ts';
import type { OAuthProviderOptions } from '../../../src/services/auth/oauth-options.ts';

async function listening(): Promise<{ server: Server; url: string }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The provider's own pages have their buttons outside of the form, where our browser without scripts does not see them. */
function showForm(context: { body: string }, form: string): void {
  context.body = `<body>${form.replace('</form>', '<button>Continue</button></form>')}</body>`;
}

/** `oidc-provider` as an authorization server of MCP: registration, resource indicators, device grant, rotating refresh tokens. */
async function startProvider(resource: string) {
  const { server, url } = await listening();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const asked: string[] = [];
  const provider = new Provider(url, {
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'test-1' }] },
    scopes: ['openid', 'offline_access'],
    findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => Promise.resolve({ sub }) }),
    features: {
      devInteractions: { enabled: true },
      registration: { enabled: true },
      deviceFlow: { enabled: true, userCodeInputSource: showForm, userCodeConfirmSource: showForm },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: 'files:read', accessTokenFormat: 'opaque' }),
      },
    },
    rotateRefreshToken: true,
    issueRefreshToken: () => true,
    pkce: { required: () => true },
    cookies: { keys: ['of the test provider'] },
    ttl: {
      AccessToken: 20,
      RefreshToken: 3_600,
      Interaction: 600,
      Session: 600,
      Grant: 3_600,
      DeviceCode: 600,
      IdToken: 60,
    },
  });
  const answer = provider.callback();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    asked.push(`${request.method ?? ''} ${(request.url ?? '').split('?', 1)[0] ?? ''}`);
    answer(request, response);
  });
  const isGood = async (token: string) => (await provider.AccessToken.find(token))?.aud === resource;
  return { url, asked, isGood };
}

/** An MCP server that takes the provider's tokens. */
async function startHouse() {
  const { server, url } = await listening();
  const resource = `${url}/mcp`;
  const provider = await startProvider(resource);
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith('/.well-known/oauth-protected-resource') === true) {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ resource, authorization_servers: [provider.url], scopes_supported: ['files:read'] }),
      );
      return;
    }
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    const isGood = token !== '' && (await provider.isGood(token));
    response.writeHead(isGood ? 200 : 401, isGood ? {} : { 'www-authenticate': 'Bearer' });
    response.end();
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => void answer(request, response));
  return { resource, provider };
}

/** A person who signs in and allows everything, on whatever pages they are led to. */
function createPerson() {
  const browser = createScriptedBrowser({ send: (request) => fetch(request) });
  const goOn = async (from: string, userCode = '') => {
    let page = await browser.open(from);
    for (let step = 0; step < 8; step++) {
      const button = page.forms
        .flatMap(({ buttons }) => buttons)
        .find(({ text }) => text !== '' && !/abort|cancel/i.test(text));
      if (button === undefined) break;
      page = await browser.press(page, button.text, {
        fields: { login: 'anna', password: 'any', user_code: userCode },
      });
    }
    return page;
  };
  return { goOn };
}

/** Waits as the platform does for what must not take long, and for nothing else. */
const clock: Clock = {
  now: () => systemClock.now(),
  sleep: (ms, signal) => (ms < 20_000 ? Promise.resolve() : systemClock.sleep(ms, signal)),
};

function openClient(serverUrl: string, options: Partial<OAuthProviderOptions>) {
  const guarded = createGuardedFetch();
  onTestFinished(() => guarded.close());
  const store = createMemoryTokenStore<Secret>();
  const provider = createOAuthProvider({
    serverUrl,
    store,
    fetch: guarded.fetch,
    scope: 'files:read',
    clock,
    ...options,
  });
  onTestFinished(() => provider.close());
  const call = bearerFetch({ fetch: guarded.fetch, serverUrl, credential: provider });
  return { provider, call: () => call(serverUrl, { method: 'POST', body: '{}' }) };
}

describe('with oidc-provider', () => {
  it('signs in with a browser twice over two ports and one registration, refreshes, and signs out', async () => {
    const { resource, provider } = await startHouse();
    const person = createPerson();
    const ports = new Set<string>();
    const listen = async () => {
      const listener = await createLoopbackListener({ path: '/callback' });
      ports.add(new URL(listener.redirectUri).port);
      return listener;
    };
    const open = async (url: string) => {
      await person.goOn(url);
    };
    const client = openClient(resource, { listen, prompt: { open } });
    expect((await client.call()).status).toBe(200);
    expect(await client.provider.current()).toMatchObject({ issuer: provider.url, refreshable: true });

    // Tokens of twenty seconds are refreshed before each use.
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.call()));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));

    await client.provider.signIn();
    expect((await client.call()).status).toBe(200);
    expect([ports.size, provider.asked.filter((line) => line === 'POST /reg').length]).toEqual([2, 1]);
    expect(await client.provider.signOut()).toBe(true);
    expect(provider.asked.at(-1)).toBe('POST /token/revocation');
  });

  it('signs in with a code', async () => {
    const { resource } = await startHouse();
    const person = createPerson();
    const shown: ShownCode[] = [];
    const client = openClient(resource, {
      prompt: {
        showCode: async (code) => {
          shown.push(code);
          const page = await person.goOn(code.verificationUri, code.userCode);
          expect(page.text).toMatch(/success|continue/i);
        },
      },
    });
    expect((await client.call()).status).toBe(200);
    expect(shown[0]?.userCode).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
  });
});
