import { describe, expect, it } from 'vitest';
import { answerAddress, isRedirectOf } from '../../src/domain/redirect-uri.ts';

const NONE = { redirectUris: [] };
const EDITOR = { redirectUris: ['vscode://wicketgate.wicketgate/signed-in'] };

describe('an answer may go to', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.0.0.1',
    'http://127.0.0.1:1/',
    'http://127.0.0.1:65535/any/path',
    'http://127.0.0.1:51234',
    'http://[::1]:51234/callback',
    'http://[::1]/',
  ])('%s of every client', (uri) => {
    expect(isRedirectOf(NONE, uri)).toBe(true);
  });

  it('an address of a private-use scheme exactly as its client registered it', () => {
    expect(isRedirectOf(EDITOR, 'vscode://wicketgate.wicketgate/signed-in')).toBe(true);
    expect(isRedirectOf(NONE, 'vscode://wicketgate.wicketgate/signed-in')).toBe(false);
  });
});

describe('no answer goes to', () => {
  it.each([
    ['a name that may resolve to another host', 'http://localhost:51234/'],
    ['a name below one', 'http://127.0.0.1.example.com/'],
    ['https, which no loopback listener has', 'https://127.0.0.1:51234/'],
    ['another host', 'http://192.0.2.1:51234/'],
    ['another host of the loopback network', 'http://127.0.0.2:51234/'],
    ['every host', 'http://0.0.0.0:51234/'],
    ['a short spelling', 'http://127.1/'],
    ['a number', 'http://2130706433/'],
    ['a longer spelling of IPv6', 'http://[0:0:0:0:0:0:0:1]/'],
    ['IPv4 within IPv6', 'http://[::ffff:127.0.0.1]/'],
    ['a user before another host', 'http://127.0.0.1@evil.example/'],
    ['a user', 'http://user:word@127.0.0.1/'],
    ['a backslash, which browsers read as a slash', 'http://127.0.0.1\\@evil.example/'],
    ['a fragment', 'http://127.0.0.1:51234/#part'],
    ['an empty fragment', 'http://127.0.0.1:51234/#'],
    ['a query', 'http://127.0.0.1:51234/?next=https://evil.example'],
    ['port 0', 'http://127.0.0.1:0/'],
    ['a port beyond the last', 'http://127.0.0.1:65536/'],
    ['a port with a leading zero', 'http://127.0.0.1:080/'],
    ['a scheme that runs', 'javascript://127.0.0.1/%0aalert(1)'],
    ['white space around it', ' http://127.0.0.1/'],
    ['a line break', 'http://127.0.0.1/\r\nx'],
    ['nothing', ''],
    ['a registered address and more', 'vscode://wicketgate.wicketgate/signed-in/more'],
    ['a registered address with a query', 'vscode://wicketgate.wicketgate/signed-in?x=1'],
    ['a registered address in other letters', 'VSCODE://wicketgate.wicketgate/signed-in'],
  ])('%s', (_, uri) => {
    expect(isRedirectOf(EDITOR, uri)).toBe(false);
  });

  it('an address of more than 2,048 characters', () => {
    const head = 'http://127.0.0.1/';
    expect(isRedirectOf(NONE, head.padEnd(2_048, 'a'))).toBe(true);
    expect(isRedirectOf(NONE, head.padEnd(2_049, 'a'))).toBe(false);
  });
});

describe('the address of an answer', () => {
  it('carries what there is, encoded', () => {
    const address = answerAddress('http://127.0.0.1:5/cb', { code: 'a&b', state: null, iss: 'https://g.example/x' });
    expect(address).toBe('http://127.0.0.1:5/cb?code=a%26b&iss=https%3A%2F%2Fg.example%2Fx');
  });

  it('keeps the query of a registered address', () => {
    expect(answerAddress('app:/back?from=1', { code: 'c' })).toBe('app:/back?from=1&code=c');
  });
});
