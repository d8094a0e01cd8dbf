import { describe, expect, it } from 'vitest';
import { gatewayAddress } from '../../src/rules/gateway-address.ts';

describe('the address of a gateway', () => {
  it.each([
    ['https://gateway.example', 'https://gateway.example', 'https://gateway.example'],
    [' https://gateway.example/ \n', 'https://gateway.example', 'https://gateway.example'],
    ['https://Gateway.Example:443/base/', 'https://gateway.example/base', 'https://gateway.example'],
    ['https://gateway.example:8443', 'https://gateway.example:8443', 'https://gateway.example:8443'],
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
  ])('%j is taken as %s of the origin %s', (value, url, origin) => {
    expect(gatewayAddress(value)).toEqual({ ok: true, url, origin });
  });

  it.each([undefined, null, '', '  \n'])('is not set when the setting is %j', (value) => {
    expect(gatewayAddress(value)).toEqual({ ok: false, why: 'noUrl' });
  });

  it.each([
    'gateway.example',
    'http://gateway.example',
    'https://ada:secret@gateway.example',
    'https://gateway.example?key=1',
    'https://gateway.example#top',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://',
    5,
    true,
    {},
    ['https://gateway.example'],
  ])('is wrong when the setting is %j', (value) => {
    expect(gatewayAddress(value)).toEqual({ ok: false, why: 'badUrl' });
  });
});
