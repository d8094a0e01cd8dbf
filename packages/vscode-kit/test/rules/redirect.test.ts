import { expect, test } from 'vitest';
import { isRedirectPath, redirectUriOf } from '../../src/rules/redirect.ts';

const DESKTOP = {
  uriScheme: 'vscode',
  extension: 'Wicketgate.wicketgate',
  uiKind: 'desktop',
  remoteName: undefined,
} as const;

test('a browser comes back to the editor that it was sent from, by the scheme of that editor', () => {
  expect(redirectUriOf(DESKTOP)).toBe('vscode://wicketgate.wicketgate/signed-in');
  expect(redirectUriOf({ ...DESKTOP, uriScheme: 'vscode-insiders' })).toBe(
    'vscode-insiders://wicketgate.wicketgate/signed-in',
  );
});

test('a browser cannot come back to a window in a browser, nor to one of a remote machine', () => {
  expect(redirectUriOf({ ...DESKTOP, uiKind: 'web' })).toBeUndefined();
  for (const remoteName of ['ssh-remote', 'wsl', 'dev-container', 'codespaces', '']) {
    expect(redirectUriOf({ ...DESKTOP, remoteName })).toBeUndefined();
  }
});

test('an answer has one path', () => {
  expect(isRedirectPath(new URL(redirectUriOf(DESKTOP) ?? '').pathname)).toBe(true);
  expect(isRedirectPath('/signed-in/')).toBe(false);
});
