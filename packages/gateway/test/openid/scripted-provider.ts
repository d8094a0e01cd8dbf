import type { Fetch, FetchInit } from '@wicketgate/core';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { NEW_YEAR } from '../support/records.ts';

export const ISSUER = 'https://id.example.com';

type Answer = Response | Promise<Response>;

/** An issuer of which a test can bend every answer. Its clock stands at the new year of the fake clock. */
export interface ScriptedProvider {
  readonly fetch: Fetch;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  /** Forms that the token endpoint got. */
  readonly forms: URLSearchParams[];
  /** Takes the place of the answer at a path; undefined ends that. */
  answer(path: string, answer: ((init: FetchInit) => Answer) | undefined): void;
  /** Members of the discovery document that are otherwise. */
  readonly metadata: Record<string, unknown>;
  /** A token as the provider signs it. */
  sign(claims: JWTPayload, header?: { readonly kid?: string; readonly alg?: string }): Promise<string>;
  /** Signs with a new key from now on, and publishes it alone. */
  rotateKey(kid: string): Promise<void>;
}

export async function createScriptedProvider(): Promise<ScriptedProvider> {
  let key = await newKey('first');
  const asked: string[] = [];
  const forms: URLSearchParams[] = [];
  const metadata: Record<string, unknown> = {};
  const answers = new Map<string, (init: FetchInit) => Answer>();
  const usual: Record<string, () => Answer> = {
    '/.well-known/openid-configuration': () =>
      Response.json({
        issuer: ISSUER,
        authorization_endpoint: `${ISSUER}/authorize`,
        token_endpoint: `${ISSUER}/token`,
        userinfo_endpoint: `${ISSUER}/userinfo`,
        jwks_uri: `${ISSUER}/keys`,
        id_token_signing_alg_values_supported: ['ES256'],
        ...metadata,
      }),
    '/keys': () => Response.json({ keys: [key.jwk] }),
  };
  return {
    ...{ asked, forms, metadata },
    async fetch(url, init) {
      const { pathname } = new URL(url);
      asked.push(pathname);
      if (init.body !== undefined) forms.push(new URLSearchParams(init.body));
      const answer = answers.get(pathname) ?? usual[pathname];
      return answer === undefined ? new Response('', { status: 404 }) : answer(init);
    },
    answer: (path, answer) => {
      if (answer) answers.set(path, answer);
      else answers.delete(path);
    },
    sign: (claims, header = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: key.kid, ...header }).sign(key.privateKey),
    rotateKey: async (kid) => {
      key = await newKey(kid);
    },
  };
}

/** Claims of an ID token that fits, unless a test says otherwise. */
export function idClaims(claims: JWTPayload = {}): JWTPayload {
  const now = NEW_YEAR / 1_000;
  return {
    iss: ISSUER,
    aud: 'wicketgate-gateway',
    sub: 'anna',
    iat: now,
    exp: now + 300,
    groups: ['staff'],
    ...claims,
  };
}

export function tokenAnswer(members: Readonly<Record<string, unknown>>): Response {
  return Response.json({ access_token: 'upstream-access', token_type: 'Bearer', ...members });
}

async function newKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
}
