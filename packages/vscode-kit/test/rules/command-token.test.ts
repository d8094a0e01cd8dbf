import { describe, expect, it } from 'vitest';
import { readCommandToken } from '../../src/rules/command-token.ts';

const URL_OF_GATEWAY = 'https://gateway.example.com/team';
const part = (value: object) =>
  btoa(JSON.stringify(value)).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_');
const tokenOf = (claims: object) => `${part({ alg: 'EdDSA' })}.${part(claims)}.c2VhbA`;
const outputOf = (claims: object, change: object = {}) =>
  JSON.stringify({ access_token: tokenOf(claims), token_type: 'Bearer', person: null, ...change });

describe('what the command writes', () => {
  it('is a token of this gateway, and when it ends', () => {
    const read = readCommandToken(outputOf({ iss: URL_OF_GATEWAY, exp: 1_700_000_000 }), URL_OF_GATEWAY);
    expect(read?.token.reveal()).toBe(tokenOf({ iss: URL_OF_GATEWAY, exp: 1_700_000_000 }));
    expect(read?.expiresAt).toBe(1_700_000_000_000);
  });

  it.each([
    ['https://gateway.example.com/team/', URL_OF_GATEWAY],
    ['http://localhost:8787', 'http://127.0.0.1:8787'],
    ['http://[::1]:8787/', 'http://localhost:8787'],
    ['HTTPS://GATEWAY.example.com:443/team', URL_OF_GATEWAY],
  ])('may name its gateway %s as well as %s', (iss, url) => {
    expect(readCommandToken(outputOf({ iss }), url)).toMatchObject({ expiresAt: undefined });
  });

  it.each([
    'https://gateway.example.com',
    'https://gateway.example.com/teams',
    'https://gateway.example.com.evil.example/team',
    'http://gateway.example.com/team',
    'https://gateway.example.com:8443/team',
    'gateway.example.com/team',
    '',
  ])('is nothing for this gateway when %s issued it', (iss) => {
    expect(readCommandToken(outputOf({ iss }), URL_OF_GATEWAY)).toBeUndefined();
  });

  it.each([
    ['no JSON', 'token'],
    ['no token', '{}'],
    ['a key', JSON.stringify({ access_token: 'wg_live_key', token_type: 'Bearer' })],
    ['a token whose claims are no JSON', JSON.stringify({ access_token: 'e30.x.e30', token_type: 'Bearer' })],
    ['a token without an issuer', outputOf({ exp: 1 })],
    ['a token that is bound to a key', outputOf({ iss: URL_OF_GATEWAY }, { token_type: 'DPoP' })],
  ])('is nothing when it is %s', (_, output) => {
    expect(readCommandToken(output, URL_OF_GATEWAY)).toBeUndefined();
  });
});
