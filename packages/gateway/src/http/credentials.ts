import { looksLikeAccessToken, MAX_CREDENTIAL_LENGTH } from '@wicketgate/contract';
import { Refused } from '../domain/refusal.ts';

/** What a request presents, before anybody looked it up. */
export type Credential =
  | { readonly kind: 'key'; readonly text: string }
  /** `dpop`: with the scheme that asks for a proof of a key (RFC 9449 section 7.1). */
  | { readonly kind: 'token'; readonly text: string; readonly scheme: 'bearer' | 'dpop' };

/** RFC 6750 section 2.1 and RFC 9449 section 7.1, with RFC 9110 section 11.1's case-insensitive scheme. */
const AUTHORIZATION = /^(Bearer|DPoP) +([A-Za-z0-9._~+/-]+=*)$/i;
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

export interface CredentialRules {
  /** Whether a bare `X-API-Key` is taken where there is no `Authorization`. */
  readonly acceptXApiKey: boolean;
}

/** The presented credential, or a refusal that says which part of the header is wrong. Nothing is looked up. */
export function readCredential(headers: Headers, rules: CredentialRules): Credential {
  const authorization = headers.get('authorization');
  if (authorization === null || authorization === '') return readXApiKey(headers, rules);
  const [, scheme, text] = AUTHORIZATION.exec(authorization) ?? [];
  if (scheme === undefined || text === undefined) throw new Refused({ reason: 'wrong_scheme' });
  const isDpop = scheme.toLowerCase() === 'dpop';
  if (looksLikeAccessToken(text)) return { kind: 'token', text, scheme: isDpop ? 'dpop' : 'bearer' };
  // A key is bound to no other key, so there is nothing to prove with it.
  if (isDpop) throw new Refused({ reason: 'wrong_scheme' });
  return keyOf(text);
}

function readXApiKey(headers: Headers, { acceptXApiKey }: CredentialRules): Credential {
  const key = acceptXApiKey ? headers.get('x-api-key') : null;
  if (key === null || key === '') throw new Refused({ reason: 'no_credentials' });
  if (!TOKEN.test(key)) throw new Refused({ reason: 'malformed_key' });
  return keyOf(key);
}

function keyOf(text: string): Credential {
  if (text.length > MAX_CREDENTIAL_LENGTH) throw new Refused({ reason: 'malformed_key' });
  return { kind: 'key', text };
}
