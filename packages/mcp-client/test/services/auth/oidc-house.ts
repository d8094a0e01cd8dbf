import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createScriptedBrowser } from '@wicketgate/testing/openid';
import { Provider } from 'oidc-provider';
import { onTestFinished } from 'vitest';

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

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

const empty: Answer = (_, response) => void response.end();

/** A server at `resource` that takes the provider's tokens, and answers who has one. */
export async function startHouse(answer: Answer = empty) {
  const { server, url } = await listening();
  const resource = `${url}/mcp`;
  const provider = await startProvider(resource);
  const admit: Answer = async (request, response) => {
    if (request.url?.startsWith('/.well-known/oauth-protected-resource') === true) {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ resource, authorization_servers: [provider.url], scopes_supported: ['files:read'] }),
      );
      return;
    }
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (token !== '' && (await provider.isGood(token))) return answer(request, response);
    response.writeHead(401, { 'www-authenticate': 'Bearer' });
    response.end();
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => void admit(request, response));
  return { resource, provider };
}

/** A person who signs in and allows everything, on whatever pages they are led to. */
export function createPerson() {
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
