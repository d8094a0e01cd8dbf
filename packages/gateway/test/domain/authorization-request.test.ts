import { describe, expect, it } from 'vitest';
import { parseAuthorizationRequest } from '../../src/domain/authorization-request.ts';
import { BUILT_IN_CLIENTS } from '../../src/domain/built-in-clients.ts';

const URL_OF_GATEWAY = 'https://gate.example.com/api';
const REDIRECT = 'http://127.0.0.1:51234/callback';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const GOOD = {
  response_type: 'code',
  client_id: 'wicketgate-cli',
  redirect_uri: REDIRECT,
  state: 'xyz',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
};

type Change = Readonly<Record<string, string | undefined>>;

function parse(change: Change = {}) {
  const whole: Change = { ...GOOD, ...change };
  const given = Object.entries(whole).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return parseAuthorizationRequest(new URLSearchParams(given), BUILT_IN_CLIENTS, URL_OF_GATEWAY);
}

describe('an authorization request', () => {
  it('is read as it was sent, for the gateway and all scopes where none are named', () => {
    expect(parse()).toEqual({
      ok: true,
      request: {
        client: BUILT_IN_CLIENTS[0],
        redirectUri: REDIRECT,
        state: 'xyz',
        codeChallenge: CHALLENGE,
        requestedScopes: null,
        audience: URL_OF_GATEWAY,
        dpopJkt: null,
      },
    });
  });

  it('may name scopes, a resource and the key that its code is bound to', () => {
    const change = { scope: 'openid a b a', resource: `${URL_OF_GATEWAY}/mcp`, dpop_jkt: CHALLENGE, state: undefined };
    expect(parse(change)).toMatchObject({
      request: { requestedScopes: ['a', 'b'], audience: `${URL_OF_GATEWAY}/mcp`, dpopJkt: CHALLENGE, state: null },
    });
  });

  it.each<[string, Change]>([
    ['unknown_client', { client_id: undefined }],
    ['unknown_client', { client_id: 'somebody-else' }],
    ['bad_redirect_uri', { redirect_uri: undefined }],
    ['bad_redirect_uri', { redirect_uri: 'https://evil.example/' }],
    ['bad_redirect_uri', { redirect_uri: 'vscode://wicketgate.wicketgate/signed-in' }],
  ])('shows a page for %s %o, and sends the browser nowhere', (problem, change) => {
    expect(parse(change)).toEqual({ ok: false, show: 'page', problem });
  });

  it('shows a page when a parameter is given twice: nobody can tell which one was meant', () => {
    for (const name of Object.keys(GOOD)) {
      const twice = new URLSearchParams([...Object.entries(GOOD), [name, GOOD[name as keyof typeof GOOD]]]);
      expect(parseAuthorizationRequest(twice, BUILT_IN_CLIENTS, URL_OF_GATEWAY)).toEqual({
        ok: false,
        show: 'page',
        problem: 'repeated_parameter',
      });
    }
  });

  it.each<[string, Change]>([
    ['invalid_request', { response_type: undefined }],
    ['unsupported_response_type', { response_type: 'token' }],
    ['unsupported_response_type', { response_type: 'code id_token' }],
    ['invalid_request', { response_mode: 'fragment' }],
    ['invalid_request', { request: 'eyJ' }],
    ['invalid_request', { request_uri: 'https://evil.example/' }],
    ['invalid_request', { code_challenge_method: undefined }],
    ['invalid_request', { code_challenge_method: 'plain' }],
    ['invalid_request', { code_challenge: undefined }],
    ['invalid_request', { code_challenge: CHALLENGE.slice(1) }],
    ['invalid_request', { code_challenge: `${CHALLENGE}A` }],
    ['invalid_request', { dpop_jkt: 'short' }],
    ['invalid_scope', { scope: 'a"b' }],
    ['invalid_target', { resource: 'https://elsewhere.example/' }],
    ['invalid_target', { resource: `${URL_OF_GATEWAY}/other` }],
  ])('tells the application %s for %o, with its state', (error, change) => {
    expect(parse(change)).toMatchObject({ ok: false, show: 'redirect', redirectUri: REDIRECT, state: 'xyz', error });
  });

  it('takes a state of 2,048 characters, and sends a longer one back to nobody', () => {
    expect(parse({ state: 's'.repeat(2_048) })).toMatchObject({ ok: true });
    expect(parse({ state: 's'.repeat(2_049) })).toMatchObject({
      show: 'redirect',
      error: 'invalid_request',
      state: null,
    });
  });
});
