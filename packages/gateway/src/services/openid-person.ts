import { Secret } from '@wicketgate/core';
import * as oauth from 'oauth4webapi';
import { type Claims, groupsAt } from '../domain/claims.ts';
import { ProviderRefused } from '../domain/provider-errors.ts';
import type { RequestOptions } from './openid-discovery.ts';

/** RFC 6749 appendix A.17. */
const REFRESH_TOKEN = /^[\x20-\x7e]{1,16384}$/;
/** Half a surrogate pair: no UTF-8, so that nothing can be sealed for it. */
const HALF_PAIR = /\p{Cs}/u;

/** Somebody whom a provider vouches for. */
export interface FoundPerson {
  readonly subject: string;
  /** Of the ID token, and of the userinfo endpoint where the groups are not in the token. */
  readonly claims: Claims;
  /** What the provider may be asked again with; undefined where it gave none. */
  readonly refreshToken: Secret | undefined;
}

export interface PersonQuestion {
  /** Where the groups stand in the claims. */
  readonly groupsClaim: string;
  readonly options: RequestOptions;
}

/** What a token endpoint gave, with whom it was asked. */
export interface TokenAnswer {
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly response: Response;
  readonly tokens: oauth.TokenEndpointResponse;
  /** Who it must be; left out at the first sign-in, where the ID token tells. */
  readonly subject?: string;
}

/** Checks the signature of the ID token and reads the person from it, and from the userinfo endpoint if need be. */
export async function readPerson(question: PersonQuestion, answer: TokenAnswer): Promise<FoundPerson> {
  const { server, response, tokens } = answer;
  const token = oauth.getValidatedIdTokenClaims(tokens);
  if (token !== undefined) await oauth.validateApplicationLevelSignature(server, response, question.options);
  const subject = subjectOf(token, answer.subject);
  const refreshToken = refreshTokenOf(tokens);
  const known: Claims = { ...token };
  const isWhole = groupsAt(known, question.groupsClaim) !== undefined || server.userinfo_endpoint === undefined;
  const told = isWhole ? {} : await askUserInfo(question, answer, subject);
  // What the token says of the groups could not be read: what is told beside it counts.
  return { subject, claims: { ...known, ...told }, refreshToken };
}

/** What a provider may be asked again with. Throws `ProviderRefused` for a text that is no refresh token, or too long to be kept. */
export function refreshTokenOf({ refresh_token: text }: oauth.TokenEndpointResponse): Secret | undefined {
  if (text === undefined) return undefined;
  if (!REFRESH_TOKEN.test(text)) throw new ProviderRefused('bad_answer', 'its refresh token cannot be kept');
  return new Secret(text);
}

/** OpenID Connect Core 1.0 section 5.3. */
async function askUserInfo({ options }: PersonQuestion, answer: TokenAnswer, subject: string): Promise<Claims> {
  const { server, client, tokens } = answer;
  const response = await oauth.userInfoRequest(server, client, tokens.access_token, options);
  const told = await oauth.processUserInfoResponse(server, client, subject, response);
  const isSigned = response.headers.get('content-type')?.startsWith('application/jwt') === true;
  if (isSigned) await oauth.validateApplicationLevelSignature(server, response, options);
  return told;
}

/** An answer for one person must not stand in for another's (section 12.2). */
function subjectOf(token: oauth.IDToken | undefined, expected: string | undefined): string {
  const subject = token?.sub ?? expected;
  if (subject === undefined) throw new ProviderRefused('bad_answer', 'there is no ID token');
  if (subject !== (expected ?? subject)) {
    throw new ProviderRefused('bad_answer', 'the ID token is of somebody else (sub)');
  }
  if (HALF_PAIR.test(subject)) throw new ProviderRefused('bad_answer', 'the id of the person (sub) cannot be used');
  return subject;
}
