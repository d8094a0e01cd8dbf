import { describe, expect, it } from 'vitest';
import { mayLeadTo, registeredRedirect } from '../../../src/rules/auth/oauth-addresses.ts';

describe('mayLeadTo', () => {
  const FAR = 'https://mcp.example.com/mcp';
  const NEAR = 'http://127.0.0.1:3000/mcp';

  it.each(['https://login.example.com/', 'https://login.example.com:8443/a?b', 'https://10.0.0.1/'])(
    'takes %s',
    (address) => {
      expect([mayLeadTo(FAR, address), mayLeadTo(NEAR, address)]).toEqual([true, true]);
    },
  );

  it.each(['http://127.0.0.1:9/', 'https://localhost/', 'http://[::1]:9/'])(
    'takes %s of a server on this machine alone',
    (address) => {
      expect([mayLeadTo(FAR, address), mayLeadTo(NEAR, address)]).toEqual([false, true]);
    },
  );

  it.each([
    'http://login.example.com/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'https://user@login.example.com/',
    'https://:password@login.example.com/',
    'ftp://127.0.0.1/',
  ])('never takes %s', (address) => {
    expect([mayLeadTo(FAR, address), mayLeadTo(NEAR, address)]).toEqual([false, false]);
  });
});

describe('registeredRedirect', () => {
  it.each([
    ['http://127.0.0.1:40123/callback', 'http://127.0.0.1/callback'],
    ['http://[::1]:40123/callback', 'http://[::1]/callback'],
    // Names are compared with their port (RFC 8252 section 8.3 advises against them).
    ['http://localhost:3000/callback', 'http://localhost:3000/callback'],
    ['https://app.example.com:8443/callback', 'https://app.example.com:8443/callback'],
    ['vscode://wicketgate.wicketgate/callback', 'vscode://wicketgate.wicketgate/callback'],
  ])('registers %s as %s', (redirectUri, registered) => {
    expect(registeredRedirect(redirectUri)).toBe(registered);
  });
});
