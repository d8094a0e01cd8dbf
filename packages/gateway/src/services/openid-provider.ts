import type { Secret } from '@wicketgate/core';
import * as oauth from 'oauth4webapi';
import type { WebFetch } from '../adapters/provider-fetch.ts';
import { skewOfPlatform } from '../adapters/system-skew.ts';
import { ProviderRefused } from '../domain/provider-errors.ts';
import type { ProviderConfig } from '../domain/sign-in-config.ts';
import { createDiscovery, requestOptions } from './openid-discovery.ts';
import { type FoundPerson, readPerson, refreshTokenOf } from './openid-person.ts';
import { toProviderError } from './provider-failure.ts';

/** What the browser's way to a provider and back is bound to. Kept on our side for one answer. */
export interface PendingSignIn {
  readonly providerId: string;
  readonly state: string;
  readonly nonce: string;
  /** PKCE (RFC 7636): whoever sees the code in an address cannot redeem it. */
  readonly verifier: string;
}

export interface ProviderAnswer {
  readonly pending: PendingSignIn;
  /** The query of the callback. */
  readonly parameters: URLSearchParams;
  readonly redirectUri: string;
}

/**
 * A provider as a relying party sees it (OpenID Connect Core 1.0 section 3.1). Every method throws `ProviderDown` when
 * it cannot be asked, `ProviderRefused` when it vouches for nobody.
 */
export interface OpenIdProvider {
  /** Where the browser goes. `state` comes back in the answer. */
  begin(pending: PendingSignIn, redirectUri: string, now: number): Promise<string>;
  finish(answer: ProviderAnswer, now: number): Promise<FoundPerson>;
  /** Asks again for a person who signed in earlier. */
  renew(earlier: EarlierSignIn, now: number): Promise<FoundPerson>;
}

export interface EarlierSignIn {
  readonly subject: string;
  readonly refreshToken: Secret;
  /** Told of a new refresh token as soon as it is there: the old one may be worth nothing from then on, whatever follows. */
  readonly onNewToken: (token: Secret) => Promise<void>;
}

/** What a relying party needs of a provider, read for one operation. */
interface Party {
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly auth: oauth.ClientAuth;
}

export function createOpenIdProvider(config: ProviderConfig, fetch: WebFetch): OpenIdProvider {
  const discovery = createDiscovery({ name: config.name, issuer: config.issuer, fetch });
  const options = requestOptions({ issuer: config.issuer, fetch });
  const relying = { groupsClaim: config.groupsClaim, options };

  const during = async <T>(now: number, work: (party: Party) => Promise<T>): Promise<T> => {
    const server = await discovery.read(now);
    try {
      return await work({ server, client: clientOf(config, now), auth: authOf(config, server) });
    } catch (error) {
      const failure = toProviderError(error, config.name);
      if (!(failure instanceof ProviderRefused) || failure.refusal === 'bad_answer') discovery.forget();
      throw failure;
    }
  };

  return {
    begin: (pending, redirectUri, now) =>
      during(now, async ({ server }) => {
        const { authorization_endpoint: endpoint } = server;
        if (endpoint === undefined) throw new ProviderRefused('bad_answer', 'it names no authorization_endpoint');
        const url = new URL(endpoint);
        const parameters = await authorizationParameters(config, server, pending);
        for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
        url.searchParams.set('redirect_uri', redirectUri);
        return url.href;
      }),
    finish: ({ pending, parameters, redirectUri }, now) =>
      during(now, async (party) => {
        const { server, client, auth } = party;
        const checked = oauth.validateAuthResponse(server, client, parameters, pending.state);
        const code = [redirectUri, pending.verifier] as const;
        const response = await oauth.authorizationCodeGrantRequest(server, client, auth, checked, ...code, options);
        const expected = { expectedNonce: pending.nonce, requireIdToken: true };
        const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, expected);
        return readPerson(relying, { ...party, response, tokens });
      }),
    renew: ({ subject, refreshToken, onNewToken }, now) =>
      during(now, async (party) => {
        const { server, client, auth } = party;
        const token = refreshToken.reveal();
        const response = await oauth.refreshTokenGrantRequest(server, client, auth, token, options);
        const tokens = await oauth.processRefreshTokenResponse(server, client, response);
        const renewed = refreshTokenOf(tokens);
        if (renewed !== undefined && renewed.reveal() !== token) await onNewToken(renewed);
        return readPerson(relying, { ...party, response, tokens, subject });
      }),
  };
}

function clientOf({ clientId }: ProviderConfig, now: number): oauth.Client {
  return { client_id: clientId, [oauth.clockSkew]: skewOfPlatform(now) };
}

/** By what the provider takes; `client_secret_basic` where it does not say (RFC 8414 section 2). */
function authOf({ clientSecret }: ProviderConfig, server: oauth.AuthorizationServer): oauth.ClientAuth {
  if (clientSecret === undefined) return oauth.None();
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const secret = clientSecret.reveal();
  return methods.includes('client_secret_basic') || !methods.includes('client_secret_post')
    ? oauth.ClientSecretBasic(secret)
    : oauth.ClientSecretPost(secret);
}

async function authorizationParameters(
  config: ProviderConfig,
  server: oauth.AuthorizationServer,
  { state, nonce, verifier }: PendingSignIn,
): Promise<Record<string, string>> {
  const scopes = scopesOf(config.scopes, server.scopes_supported);
  const prompts = server['prompt_values_supported'];
  // Section 11: offline access comes with consent. Providers that do not know the prompt would refuse it.
  const asks = scopes.includes('offline_access') && Array.isArray(prompts) && prompts.includes('consent');
  return {
    client_id: config.clientId,
    response_type: 'code',
    scope: scopes.join(' '),
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(asks && { prompt: 'consent' }),
  };
}

/** The configured ones, with `groups` where the provider has it, without `offline_access` where it says that it has not. */
function scopesOf(configured: readonly string[], supported: readonly string[] | undefined): readonly string[] {
  if (supported === undefined) return configured;
  const kept = configured.filter((scope) => scope !== 'offline_access' || supported.includes(scope));
  return supported.includes('groups') && !kept.includes('groups') ? [...kept, 'groups'] : kept;
}
