import { describe, expect, it } from 'vitest';
import { BUILT_IN_CLIENTS } from '../../src/domain/built-in-clients.ts';
import { isPrivateUseRedirect } from '../../src/domain/private-use-redirect.ts';

describe('an address of a private-use scheme', () => {
  it.each([
    'vscode://publisher.extension/signed-in',
    'com.example.app:/signed-in',
    'com.example.app://signed-in/here?window=1',
    ...BUILT_IN_CLIENTS.flatMap(({ redirectUris }) => redirectUris),
  ])('is %s', (uri) => {
    expect(isPrivateUseRedirect(uri)).toBe(true);
  });

  it.each([
    'https://app.example.com/signed-in',
    'http://127.0.0.1/signed-in',
    'javascript://example.com/%0aalert(1)',
    'JavaScript://example.com/%0aalert(1)',
    'data:/text/html,x',
    'file:///etc/passwd',
    'about:/blank',
    'urn:ietf:wg:oauth:2.0:oob',
    'vscode://publisher.extension/signed-in#code',
    'vscode://user:word@publisher.extension/signed-in',
    'vscode://user@publisher.extension/signed-in',
    'vscode:publisher',
    '//publisher.extension/signed-in',
    '/signed-in',
    'v:/x',
    'vscode://publisher.extension/signed in',
    'vscode://publisher.extension/signed-in\n',
    'vscode://publisher.extension\\signed-in',
    '',
  ])('is not %j', (uri) => {
    expect(isPrivateUseRedirect(uri)).toBe(false);
  });
});
