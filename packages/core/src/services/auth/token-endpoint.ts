import type { WireServerMetadata } from '@wicketgate/contract';
import {
  None,
  processRefreshTokenResponse,
  processRevocationResponse,
  refreshTokenGrantRequest,
  revocationRequest,
} from 'oauth4webapi';
import type { SessionRecord } from '../../rules/session-record.ts';
import type { Secret } from '../../words/secret.ts';
import { SignInRefusedError } from '../../words/sign-in-refused-error.ts';
import type { SignInTokens } from '../../words/sign-in.ts';
import type { HttpSettings } from '../http-options.ts';
import { callOAuth } from './oauth-call.ts';
import { type Repetition, withRetries } from './repeated.ts';
import { tokensOf } from './token-answer.ts';

/**
 * Refreshes a sign-in (RFC 6749 section 6). Repeated when the answer is lost: within 30 seconds the gateway gives the same one
 * again. Where no new refresh token comes, the old one stays.
 */
export async function requestRefresh(
  http: HttpSettings,
  server: WireServerMetadata,
  record: SessionRecord & { readonly refreshToken: Secret },
): Promise<SignInTokens> {
  const { clientId, refreshToken, proofKey, scopes } = record;
  const client = { client_id: clientId };
  const tokens = await withRetries({ http }, async (signal) => {
    const askedAt = http.clock.now();
    const answer = await callOAuth({
      http,
      signal,
      proofKey,
      send: (transport) => refreshTokenGrantRequest(server, client, None(), refreshToken.reveal(), transport),
      read: (response) => processRefreshTokenResponse(server, client, response),
    });
    return tokensOf(answer, { issuer: server.issuer, clientId, askedAt, scopes, proofKey });
  });
  return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
}

/** Whether a refresh was refused for good: the sign-in is over, or another holder of the same token was faster. */
export function isEndOfGrant(error: unknown): boolean {
  return SignInRefusedError.isInstance(error) && error.oauthError === 'invalid_grant';
}

/** Ends a sign-in at the gateway (RFC 7009). */
export async function requestRevocation(
  { http, signal }: Repetition,
  server: WireServerMetadata,
  record: SessionRecord,
): Promise<void> {
  const client = { client_id: record.clientId };
  const token = record.refreshToken ?? record.accessToken;
  await withRetries({ http, signal }, (limited) =>
    callOAuth({
      http,
      signal: limited,
      send: (transport) => revocationRequest(server, client, None(), token.reveal(), transport),
      read: (response) => processRevocationResponse(response),
    }),
  );
}
