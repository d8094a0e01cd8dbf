import type { WireServerMetadata } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { accountUrl, isSameGateway, metadataFlaw } from '../../src/rules/server-address.ts';

const metadata = (issuer: string, change: Partial<WireServerMetadata> = {}): WireServerMetadata => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/api/v1/auth/token`,
  device_authorization_endpoint: `${issuer}/api/v1/auth/device/code`,
  revocation_endpoint: `${issuer}/api/v1/auth/revoke`,
  introspection_endpoint: `${issuer}/api/v1/auth/introspect`,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: [],
  token_endpoint_auth_methods_supported: ['none'],
  revocation_endpoint_auth_methods_supported: ['none'],
  introspection_endpoint_auth_methods_supported: ['none'],
  code_challenge_methods_supported: ['S256'],
  dpop_signing_alg_values_supported: [],
  authorization_response_iss_parameter_supported: true,
  ...change,
});

describe('the address of an authorization server', () => {
  it('is the base URL, with or without its last slash', () => {
    expect(metadataFlaw(metadata('https://gate.example'), 'https://gate.example')).toBeUndefined();
    expect(isSameGateway('https://gate.example/', 'https://gate.example')).toBe(true);
    expect(isSameGateway('https://gate.example/a/', 'https://gate.example/a')).toBe(true);
  });

  it('may be another name of this machine, with the same scheme, port and path', () => {
    expect(metadataFlaw(metadata('http://127.0.0.1:8787'), 'http://localhost:8787')).toBeUndefined();
    expect(isSameGateway('http://[::1]:8787', 'http://127.0.0.1:8787')).toBe(true);
    expect(isSameGateway('http://127.0.0.1:8788', 'http://localhost:8787')).toBe(false);
    expect(isSameGateway('https://127.0.0.1:8787', 'http://localhost:8787')).toBe(false);
    expect(isSameGateway('http://127.0.0.1:8787/a', 'http://localhost:8787')).toBe(false);
  });

  it.each([
    'https://gate.example.evil.example',
    'http://gate.example',
    'https://gate.example:444',
    'https://gate.example/other',
    'https://gate.example?x=1',
    'https://user@gate.example',
    'gate.example',
    '',
  ])('is not "%s"', (issuer) => {
    const found = { ...metadata('https://gate.example'), issuer };
    expect(metadataFlaw(found, 'https://gate.example')).toBe('issuer');
  });

  it.each([
    'token_endpoint',
    'device_authorization_endpoint',
    'revocation_endpoint',
    'authorization_endpoint',
  ] as const)('has its %s at its own origin', (name) => {
    const strays = ['https://elsewhere.example/token', 'http://gate.example/token', '/token'];
    for (const stray of strays) {
      const found = metadata('https://gate.example', { [name]: stray });
      expect(metadataFlaw(found, 'https://gate.example')).toBe('endpoint');
    }
  });

  it('gives all names of this machine one account', () => {
    expect(accountUrl('http://localhost:8787')).toBe('http://127.0.0.1:8787');
    expect(accountUrl('http://[::1]:8787')).toBe('http://127.0.0.1:8787');
    expect(accountUrl('http://localhost')).toBe('http://127.0.0.1');
    expect(accountUrl('https://gate.example/a')).toBe('https://gate.example/a');
  });
});
