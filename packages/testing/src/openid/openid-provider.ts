import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody who has an account at the provider. They sign in by their login and any password. */
export interface OpenIdPerson {
  readonly login: string;
  readonly name?: string;
  readonly email?: string;
  readonly groups: readonly string[];
}

export interface OpenIdProviderOptions {
  readonly people: readonly OpenIdPerson[];
  readonly redirectUris: readonly string[];
  /** Default `id_token`. */
  readonly groupsIn?: 'id_token' | 'userinfo';
  /** The gateway's secret at the provider; default one that everybody may know. */
  readonly clientSecret?: string;
}

/** `oidc-provider` on a free port of 127.0.0.1, with its development pages. */
export interface OpenIdProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Takes the place of the person with this login, from their next token on. */
  put(person: OpenIdPerson): void;
  remove(login: string): void;
  /** Until `resume`, every request is answered 503. */
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

/** The class `Provider` of `oidc-provider`, which has no types. */
export type ProviderClass = new (issuer: string, configuration: object) => ProviderInstance;

export interface ProviderInstance {
  callback(): (request: IncomingMessage, response: ServerResponse) => unknown;
}

const CLIENT_ID = 'wicketgate-gateway';
const CLIENT_SECRET = 'a secret of the test provider alone';

/** Starts a provider. The class comes from whoever has `oidc-provider` among its dependencies. */
export async function startOpenIdProvider(
  Provider: ProviderClass,
  options: OpenIdProviderOptions,
): Promise<OpenIdProvider> {
  const { clientSecret = CLIENT_SECRET } = options;
  const people = new Map(options.people.map((person) => [person.login, person]));
  let isPaused = false;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answer = new Provider(issuer, configurationOf(people, { ...options, clientSecret })).callback();
  server.on('request', (request, response) => {
    if (isPaused) response.writeHead(503).end();
    else answer(request, response);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return {
    ...{ issuer, clientId: CLIENT_ID, clientSecret },
    put: (person) => void people.set(person.login, person),
    remove: (login) => void people.delete(login),
    pause: () => {
      isPaused = true;
    },
    resume: () => {
      isPaused = false;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function configurationOf(people: ReadonlyMap<string, OpenIdPerson>, options: OpenIdProviderOptions): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const signing = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'test-1' };
  return {
    jwks: { keys: [signing] },
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: options.clientSecret,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: options.redirectUris,
      },
    ],
    scopes: ['openid', 'offline_access', 'profile', 'email', 'groups'],
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
    conformIdTokenClaims: options.groupsIn === 'userinfo',
    findAccount: (_: unknown, login: string) => accountOf(people.get(login)),
    features: { devInteractions: { enabled: true } },
    rotateRefreshToken: true,
    issueRefreshToken: () => true,
    pkce: { required: () => true },
    cookies: { keys: ['of the test provider'] },
    ttl: { AccessToken: 300, IdToken: 300, RefreshToken: 86_400, Interaction: 600, Session: 600, Grant: 86_400 },
  };
}

function accountOf(person: OpenIdPerson | undefined) {
  if (person === undefined) return undefined;
  const { login: sub, name = sub, email = `${sub}@example.com`, groups } = person;
  return { accountId: sub, claims: () => Promise.resolve({ sub, name, email, email_verified: true, groups }) };
}
