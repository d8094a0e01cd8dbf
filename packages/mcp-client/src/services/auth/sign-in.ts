import type { OAuthTokens } from '@modelcontextprotocol/client';
import { Secret } from '@wicketgate/core';
import type { Client } from '../../rules/auth/client-record.ts';
import { scopeToAsk, unionOf } from '../../rules/auth/scopes.ts';
import type { TokenRecord } from '../../rules/auth/token-record.ts';
import { McpError } from '../../words/errors.ts';
import type { AuthorizationServer } from './authorization-server.ts';
import { signInByBrowser } from './browser-grant.ts';
import type { ClientDesk } from './client-registration.ts';
import { signInByDevice } from './device-grant.ts';

/** Further away than any token lives. */
const LONGEST_LIFE_SECONDS = 10 * 365 * 86_400;

/** What a person is asked for. */
export interface SignInQuestion {
  readonly server: AuthorizationServer;
  readonly scope: string | undefined;
  readonly signal: AbortSignal;
}

/** What a grant gives. */
export interface Granted {
  readonly tokens: OAuthTokens;
  readonly client: Client;
  /** When it was asked for: so the token ends here no later than there. */
  readonly askedAt: number;
}

/** The scope of a sign-in: what the server wants, and what was granted before. */
export function scopeOf(
  desk: ClientDesk,
  server: AuthorizationServer,
  { challenged, granted }: { readonly challenged: string | undefined; readonly granted: string | undefined },
): string | undefined {
  const ofServer = server.metadata?.scopes_supported;
  const asked = scopeToAsk({ challenged, ofResource: server.scopes, wanted: desk.settings.scope, ofServer });
  return unionOf(granted, asked);
}

/**
 * Asks the person to sign in: with the browser on this machine where one can be opened, otherwise with a code. Throws `unauthorized`
 * when they are not asked or say no, `timeout` when they take too long.
 */
export async function askPerson(desk: ClientDesk, question: SignInQuestion): Promise<TokenRecord> {
  const { prompt, listen, random } = desk.settings;
  const grant = prompt.open && listen ? signInByBrowser : prompt.showCode ? signInByDevice : undefined;
  if (grant === undefined)
    throw new McpError('unauthorized', 'The server wants a sign-in, and nobody can be asked here.');
  const granted = await grant(desk, question);
  const signIn = [...random(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const { server, scope } = question;
  return {
    ...{ issuer: server.issuer, authorizationServer: server.url, resource: server.resource },
    ...{ clientId: granted.client.clientId, clientSecret: granted.client.clientSecret },
    ...tokensOf(granted.tokens, { askedAt: granted.askedAt, scope, refreshToken: undefined }),
    ...{ signIn, generation: 0 },
  };
}

/** What an answer of the token endpoint says (RFC 6749 section 5.1), and what holds where it says nothing. */
export function tokensOf(
  { access_token, refresh_token, expires_in, scope }: OAuthTokens,
  before: { readonly askedAt: number } & Pick<TokenRecord, 'scope' | 'refreshToken'>,
): Pick<TokenRecord, 'accessToken' | 'refreshToken' | 'scope' | 'givenAt' | 'expiresAt'> {
  const lives = expires_in === undefined ? undefined : Math.min(Math.max(expires_in, 0), LONGEST_LIFE_SECONDS);
  return {
    accessToken: new Secret(access_token),
    refreshToken: refresh_token === undefined ? before.refreshToken : new Secret(refresh_token),
    scope: scope ?? before.scope,
    givenAt: before.askedAt,
    expiresAt: lives === undefined ? undefined : before.askedAt + lives * 1_000,
  };
}
