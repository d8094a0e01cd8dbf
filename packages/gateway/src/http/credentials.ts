import { MAX_CREDENTIAL_LENGTH } from '@wicketgate/contract';
import { Refused } from '../domain/refusal.ts';

/** RFC 6750 section 2.1, with RFC 9110 section 11.1's case-insensitive scheme. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

export interface CredentialRules {
  /** Whether a bare `X-API-Key` is taken where there is no `Authorization`. */
  readonly acceptXApiKey: boolean;
}

/** The presented key, or a refusal that says which part of the header is wrong. Nothing is looked up. */
export function readCredential(headers: Headers, rules: CredentialRules): string {
  const authorization = headers.get('authorization');
  if (authorization === null || authorization === '') return readXApiKey(headers, rules);
  const key = BEARER.exec(authorization)?.[1];
  if (key === undefined) throw new Refused({ reason: 'wrong_scheme' });
  return withinLength(key);
}

function readXApiKey(headers: Headers, { acceptXApiKey }: CredentialRules): string {
  const key = acceptXApiKey ? headers.get('x-api-key') : null;
  if (key === null || key === '') throw new Refused({ reason: 'no_credentials' });
  if (!TOKEN.test(key)) throw new Refused({ reason: 'malformed_key' });
  return withinLength(key);
}

function withinLength(key: string): string {
  if (key.length > MAX_CREDENTIAL_LENGTH) throw new Refused({ reason: 'malformed_key' });
  return key;
}
