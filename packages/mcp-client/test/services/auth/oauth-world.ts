import type { RedirectListener } from '@wicketgate/core/auth';
import type { Secret } from '@wicketgate/core';
import { createFakeClock, createMemoryTokenStore, createSeededRandom } from '@wicketgate/testing';
import { bearerFetch } from '../../../src/adapters/bearer-fetch.ts';
import { createOAuthProvider } from '../../../src/services/auth/oauth-provider.ts';
import type { OAuthProviderOptions } from '../../../src/services/auth/oauth-options.ts';
import type { ServerFetch } from '../../../src/words/credential.ts';

export const SERVER = 'https://mcp.example.com/mcp';
export const ISSUER = 'https://login.example.com';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly authorization: string | null;
}

/** What a test bends. */
export interface WorldSettings {
  issuer: string;
  /** What stands in the metadata beside what must. */
  metadata: Record<string, unknown>;
  resource: string;
  scopes: string[] | undefined;
  /** Lets a refresh token be used again. */
  rotates: boolean;
  expiresIn: number;
  /** Answers the request in the place of the world. */
  intercept: (asked: Asked) => Response | Promise<Response> | undefined;
  /** What the person's browser comes back with. */
  comeBack: (answer: URL) => URL;
  /** What the person does with a device code. */
  device: 'pending' | 'slow_down' | 'approved' | 'denied' | 'expired';
  requiredScope: string | undefined;
}

/** An MCP server with its authorization server, in memory: it forgets and refuses as the RFCs say. */
export function createAuthority(overrides: Partial<WorldSettings> = {}) {
  const settings: WorldSettings = {
    issuer: ISSUER,
    metadata: {},
    resource: SERVER,
    scopes: undefined,
    rotates: true,
    expiresIn: 3_600,
    intercept: () => undefined,
    comeBack: (answer) => answer,
    device: 'pending',
    requiredScope: undefined,
    ...overrides,
  };
  const log: Asked[] = [];
  const codes = new Map<string, { clientId: string; scope: string; redirectUri: string; challenge: string }>();
  const access = new Map<string, string>();
  const refresh = new Map<string, { scope: string; isUsed: boolean }>();
  const clients = new Map<string, { redirectUris: readonly string[] }>();
  let made = 0;
  const mint = (kind: string) => `planted-${kind}-${String(++made).padStart(8, '0')}`;
  const json = (value: unknown, status = 200) => Response.json(value, { status });
  const oauthError = (error: string) => json({ error, error_description: 'planted-description' }, 400);

  const give = (scope: string) => {
    const [token, next] = [mint('access'), mint('refresh')];
    access.set(token, scope);
    refresh.set(next, { scope, isUsed: false });
    return json({
      access_token: token,
      token_type: 'Bearer',
      expires_in: settings.expiresIn,
      refresh_token: next,
      ...(scope !== '' && { scope }),
    });
  };

  const token = async (form: Asked['form']): Promise<Response> => {
    const clientId = form['client_id'] ?? '';
    if (!clients.has(clientId)) return oauthError('invalid_client');
    if (form['grant_type'] === 'authorization_code') {
      const code = codes.get(form['code'] ?? '');
      codes.delete(form['code'] ?? '');
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(form['code_verifier']));
      const challenge = Buffer.from(digest).toString('base64url');
      const isRight =
        code?.clientId === clientId && code.redirectUri === form['redirect_uri'] && code.challenge === challenge;
      return isRight ? give(code.scope) : oauthError('invalid_grant');
    }
    if (form['grant_type'] === 'refresh_token') {
      const known = refresh.get(form['refresh_token'] ?? '');
      if (known === undefined) return oauthError('invalid_grant');
      if (known.isUsed) {
        // RFC 9700 section 4.14.2: the second use ends the sign-in.
        refresh.clear();
        access.clear();
        return oauthError('invalid_grant');
      }
      known.isUsed = settings.rotates;
      return give(known.scope);
    }
    if (settings.device === 'approved') return give('');
    const errors = { pending: 'authorization_pending', denied: 'access_denied', expired: 'expired_token' };
    return oauthError(settings.device === 'slow_down' ? 'slow_down' : errors[settings.device]);
  };

  const authorize = (url: URL): URL => {
    const { searchParams: asked } = url;
    const redirectUri = asked.get('redirect_uri') ?? '';
    const answer = new URL(redirectUri);
    const code = mint('code');
    codes.set(code, {
      clientId: asked.get('client_id') ?? '',
      scope: asked.get('scope') ?? '',
      redirectUri,
      challenge: asked.get('code_challenge') ?? '',
    });
    answer.search = new URLSearchParams({ code, state: asked.get('state') ?? '', iss: settings.issuer }).toString();
    return settings.comeBack(answer);
  };

  const register = (body: string): Response => {
    const clientId = mint('client');
    const metadata = JSON.parse(body) as { redirect_uris: string[] };
    clients.set(clientId, { redirectUris: metadata.redirect_uris });
    return json({ ...metadata, client_id: clientId }, 201);
  };

  const serverMetadata = () => ({
    issuer: settings.issuer,
    authorization_endpoint: `${settings.issuer}/authorize`,
    token_endpoint: `${settings.issuer}/token`,
    registration_endpoint: `${settings.issuer}/register`,
    device_authorization_endpoint: `${settings.issuer}/device`,
    revocation_endpoint: `${settings.issuer}/revoke`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    ...settings.metadata,
  });

  const protectedResource = (authorization: string | null): Response => {
    const scope = access.get(authorization?.replace(/^Bearer /, '') ?? '');
    const header = `resource_metadata="${new URL('/.well-known/oauth-protected-resource/mcp', settings.resource).href}"`;
    if (scope === undefined)
      return new Response(null, { status: 401, headers: { 'www-authenticate': `Bearer ${header}` } });
    const { requiredScope } = settings;
    if (requiredScope === undefined || scope.split(' ').includes(requiredScope)) return json({ ok: true });
    const challenge = `Bearer error="insufficient_scope", scope="${requiredScope}", ${header}`;
    return new Response(null, { status: 403, headers: { 'www-authenticate': challenge } });
  };

  const handle = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const body = await request.text();
    const isForm = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') === true;
    const form = isForm ? Object.fromEntries(new URLSearchParams(body)) : {};
    const authorization = request.headers.get('authorization');
    const asked = { method: request.method, path: pathname, form, authorization };
    log.push(asked);
    const intercepted = await settings.intercept(asked);
    if (intercepted !== undefined) return intercepted;
    switch (pathname) {
      case '/mcp':
        return protectedResource(authorization);
      case '/.well-known/oauth-protected-resource/mcp':
        return json({
          resource: settings.resource,
          authorization_servers: [settings.issuer],
          ...(settings.scopes && { scopes_supported: settings.scopes }),
        });
      case '/.well-known/oauth-authorization-server':
        return json(serverMetadata());
      case '/register':
        return register(body);
      case '/token':
        return token(form);
      case '/device':
        return json({
          device_code: mint('device-code'),
          user_code: 'BCDF-GHJK',
          verification_uri: `${settings.issuer}/activate`,
          expires_in: 600,
          interval: 5,
        });
      case '/revoke':
        return new Response(null);
      default:
        return new Response(null, { status: 404 });
    }
  };

  return {
    settings,
    log,
    clients,
    handle,
    authorize,
    /** Ends all access tokens, and leaves the refresh tokens. */
    expireAccess: () => access.clear(),
    forgetGrants: () => refresh.clear(),
    count: (path: string, grant?: string) =>
      log.filter((asked) => asked.path === path && (grant === undefined || asked.form['grant_type'] === grant)).length,
  };
}

/** Somebody at a browser: comes back with whatever the authority answers. */
export function createPerson(authorize: (page: URL) => URL) {
  const pages: URL[] = [];
  let ports = 40_000;
  let opened: ((answer: URL) => boolean) | undefined;
  let closed = 0;
  const listen = (): Promise<RedirectListener> => {
    const redirectUri = `http://127.0.0.1:${++ports}/callback`;
    let isOurs: ((address: URL) => boolean) | undefined;
    let settle: ((answer: URL) => void) | undefined;
    const answered = new Promise<URL>((resolve) => (settle = resolve));
    opened = (answer) => {
      const taken = isOurs?.(answer) === true;
      if (taken) settle?.(answer);
      return taken;
    };
    return Promise.resolve({
      redirectUri,
      answer: (_, wanted) => {
        isOurs = wanted;
        return answered;
      },
      close: () => {
        closed++;
        return Promise.resolve();
      },
    });
  };
  const open = (url: string) => {
    pages.push(new URL(url));
    opened?.(authorize(new URL(url)));
  };
  return { pages, listen, prompt: { open }, closed: () => closed };
}

/** A client of the authority, with a fake clock and a store in memory. */
export function createOAuthWorld(overrides: Partial<WorldSettings> = {}, options: Partial<OAuthProviderOptions> = {}) {
  const authority = createAuthority(overrides);
  const person = createPerson(authority.authorize);
  const clock = createFakeClock();
  const store = createMemoryTokenStore<Secret>();
  const fetch: ServerFetch = (url, init) => authority.handle(new Request(url, init));
  const open = (own: Partial<OAuthProviderOptions> = {}) => {
    const { listen, prompt } = person;
    const random = createSeededRandom(store.records.size + 1);
    const common = { serverUrl: SERVER, store, fetch, clock, random, listen, prompt };
    const provider = createOAuthProvider({ ...common, ...options, ...own });
    const call = (init?: RequestInit) => ours(SERVER, { method: 'POST', body: '{}', ...init });
    const ours = bearerFetch({ fetch, serverUrl: SERVER, credential: provider });
    return { provider, call };
  };
  return { ...authority, person, clock, store, fetch, open };
}

/** What a promise rejects with. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail.');
}
