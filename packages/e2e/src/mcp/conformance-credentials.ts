import {
  auth,
  ClientCredentialsProvider,
  CrossAppAccessProvider,
  DpopSession,
  type OAuthClientProvider,
  PrivateKeyJwtProvider,
  requestJwtAuthorizationGrant,
  type StoredOAuthClientInformation,
  type StoredOAuthTokens,
} from '@modelcontextprotocol/client';
import { Secret } from '@wicketgate/core';
import { createLoopbackListener } from '@wicketgate/core/node';
import {
  createOAuthProvider,
  createProviderCredential,
  type RegisteredClient,
  type ServerCredential,
} from '@wicketgate/mcp-client/auth';
import { createMemoryTokenStore } from '@wicketgate/testing';

/** What the suite tells a client about who it is in a scenario. */
export interface ScenarioIdentity {
  readonly client_id?: string;
  readonly client_secret?: string;
  readonly private_key_pem?: string;
  readonly signing_algorithm?: string;
  readonly idp_client_id?: string;
  readonly idp_id_token?: string;
  readonly idp_token_endpoint?: string;
  readonly valid_jwt?: string;
}

export interface ScenarioServer {
  readonly url: string;
  readonly identity: ScenarioIdentity;
}

type MakeProvider = (
  server: ScenarioServer,
  expectedIssuer: string,
) => OAuthClientProvider | Promise<OAuthClientProvider>;

const CLIENT_METADATA_URL = 'https://conformance-test.local/client-metadata.json';
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Those who speak for themselves, or prove a key, with providers of the SDK or of their own. */
const MACHINES: Readonly<Record<string, MakeProvider>> = {
  'auth/client-credentials-basic': ({ identity }, expectedIssuer) =>
    new ClientCredentialsProvider({ ...clientOf(identity), expectedIssuer }),
  'auth/client-credentials-jwt': ({ identity }, expectedIssuer) =>
    new PrivateKeyJwtProvider({
      clientId: identity.client_id ?? '',
      privateKey: identity.private_key_pem ?? '',
      algorithm: identity.signing_algorithm ?? 'ES256',
      expectedIssuer,
    }),
  'auth/enterprise-managed-authorization': ({ identity }, expectedIssuer) =>
    new CrossAppAccessProvider({ ...clientOf(identity), expectedIssuer, assertion: enterpriseGrant(identity) }),
  'auth/wif-jwt-bearer': ({ identity }) =>
    createMemoryProvider({
      client: { client_id: identity.client_id ?? '' },
      request: { grant_type: JWT_BEARER, assertion: identity.valid_jwt ?? '' },
    }),
  'auth/dpop': ({ url }) => signInWithKey(url),
  'auth/dpop-nonce': ({ url }) => signInWithKey(url),
};

/** Who the client is in a scenario about authorization. */
export async function createScenarioCredential(scenario: string, server: ScenarioServer): Promise<ServerCredential> {
  const makeProvider = MACHINES[scenario];
  if (makeProvider === undefined) return createPersonCredential(server);
  const provider = await makeProvider(server, await issuerOf(server.url));
  return createProviderCredential({ provider, serverUrl: server.url });
}

async function createPersonCredential({ url, identity }: ScenarioServer): Promise<ServerCredential> {
  const isRegistered = identity.client_id !== undefined;
  return createOAuthProvider({
    serverUrl: url,
    ...(isRegistered ? { client: await registeredClient(url, identity) } : { clientMetadataUrl: CLIENT_METADATA_URL }),
    store: createMemoryTokenStore<Secret>(),
    prompt: { open: allow },
    listen: () => createLoopbackListener({ path: '/callback' }),
  });
}

/** A person who allows whatever the browser shows. */
async function allow(page: string): Promise<void> {
  await fetch(page);
}

async function registeredClient(url: string, identity: ScenarioIdentity): Promise<RegisteredClient> {
  const { clientId, clientSecret } = clientOf(identity);
  return { issuer: await issuerOf(url), clientId, ...(clientSecret && { clientSecret: new Secret(clientSecret) }) };
}

function clientOf({ client_id: clientId = '', client_secret: clientSecret = '' }: ScenarioIdentity) {
  return { clientId, clientSecret };
}

async function issuerOf(serverUrl: string): Promise<string> {
  const about = await fetch(new URL('/.well-known/oauth-protected-resource/mcp', serverUrl));
  if (!about.ok) return '';
  const { authorization_servers: issuers = [] } = (await about.json()) as { authorization_servers?: string[] };
  return issuers[0] ?? '';
}

/** An identity token of the enterprise becomes a grant for the server's own authorization server (SEP-990). */
function enterpriseGrant(identity: ScenarioIdentity) {
  return async (about: { authorizationServerUrl: string; resourceUrl: string; scope?: string }): Promise<string> => {
    const { jwtAuthGrant } = await requestJwtAuthorizationGrant({
      tokenEndpoint: identity.idp_token_endpoint ?? '',
      audience: about.authorizationServerUrl,
      resource: about.resourceUrl,
      idToken: identity.idp_id_token ?? '',
      clientId: identity.idp_client_id ?? '',
      ...(about.scope !== undefined && { scope: about.scope }),
    });
    return jwtAuthGrant;
  };
}

/** A sign-in whose tokens are bound to a key (RFC 9449), as a program leaves it to the client. */
async function signInWithKey(serverUrl: string): Promise<OAuthClientProvider> {
  const session = await DpopSession.create();
  const redirectUrl = 'http://127.0.0.1:9/callback';
  const seen: { page?: URL } = {};
  const provider: OAuthClientProvider = {
    ...createMemoryProvider({ redirectUrl }),
    dpop: () => session,
    redirectToAuthorization: (page) => void (seen.page = page),
  };
  await auth(provider, { serverUrl });
  const answer = await fetch(seen.page ?? '', { redirect: 'manual' });
  const { searchParams } = new URL(answer.headers.get('location') ?? '', serverUrl);
  const [authorizationCode, iss] = [searchParams.get('code') ?? '', searchParams.get('iss')];
  await auth(provider, { serverUrl, authorizationCode, ...(iss !== null && { iss }) });
  return provider;
}

interface MemoryProvider {
  readonly client?: StoredOAuthClientInformation;
  readonly redirectUrl?: string;
  /** What the token is asked for with, in the place of a code. */
  readonly request?: Readonly<Record<string, string>>;
}

function createMemoryProvider({ client, redirectUrl, request }: MemoryProvider): OAuthClientProvider {
  const kept: { client: typeof client; tokens?: StoredOAuthTokens; verifier: string } = { client, verifier: '' };
  return {
    redirectUrl,
    clientMetadata: {
      redirect_uris: redirectUrl === undefined ? [] : [redirectUrl],
      token_endpoint_auth_method: 'none',
    },
    clientInformation: () => kept.client,
    saveClientInformation: (made) => void (kept.client = made),
    tokens: () => kept.tokens,
    saveTokens: (tokens) => void (kept.tokens = tokens),
    redirectToAuthorization: () => undefined,
    saveCodeVerifier: (verifier) => void (kept.verifier = verifier),
    codeVerifier: () => kept.verifier,
    ...(request && {
      prepareTokenRequest: (scope?: string) =>
        new URLSearchParams({ ...request, ...(scope !== undefined && { scope }) }),
    }),
  };
}
