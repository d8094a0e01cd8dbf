import { expect, test } from 'vitest';
import { Secret } from '@wicketgate/core';
import { browserText, codeText, signedInAtText, signedInText } from '../../../src/rules/views/sign-in-view.ts';
import { styleOf } from '../../../src/rules/views/style.ts';

const STYLE = styleOf('plain');
const CODE = {
  userCode: 'BCDF-GHJK',
  verificationUri: 'https://gate.example.com/activate',
  verificationUriComplete: undefined,
  expiresAt: 0,
  intervalMs: 5_000,
  deviceCode: new Secret('wg_dc_0123456789012345678901234567890123456789012'),
  proofKey: undefined,
};
const SIGNED_IN = {
  issuer: 'https://gate.example.com',
  clientId: 'wicketgate-cli',
  person: { id: 'corp:dev', email: 'dev@example.com', name: 'Dev' },
  scopes: [],
  accessExpiresAt: 0,
  refreshable: true,
  savedAt: 0,
  dpop: false,
  store: 'keyring',
};

test('the code stands in a frame of its own', () => {
  expect(codeText(CODE, { style: STYLE, qr: undefined })).toBe(
    [
      '',
      'Open this page on any device: https://gate.example.com/activate',
      'and type this code there:',
      '',
      '  ┌───────────────┐',
      '  │   BCDF-GHJK   │',
      '  └───────────────┘',
      '',
    ].join('\n'),
  );
});

test('a QR code comes with the words for it', () => {
  expect(codeText(CODE, { style: STYLE, qr: 'PICTURE' })).toMatch(
    /\nOr scan this, and type the code then:\n\nPICTURE\n$/,
  );
});

test('what the device polls with is not shown, nor a control character of the gateway', () => {
  const forged = { ...CODE, userCode: 'AB\u001b[2J', verificationUri: 'https://gate.example.com/\u001b]0;x\u0007' };
  const text = codeText(forged, { style: STYLE, qr: undefined });
  expect(text).not.toContain('wg_dc_');
  expect(text).not.toMatch(/[^\P{Cc}\n]/u);
});

test('the address for the browser is shown in either case', () => {
  const url = 'https://gate.example.com/authorize?state=1';
  expect(browserText(url, { of: 'the gateway', opened: true })).toMatch(
    /^Your browser shows a page of the gateway now[\s\S]*\n {2}https:\/\/gate\.example\.com\/authorize\?state=1\n$/,
  );
  expect(browserText(url, { of: 'the gateway', opened: false })).toMatch(/^Open this address[\s\S]*state=1\n$/);
});

test('the end says who, and where the sign-in is', () => {
  expect(signedInText(SIGNED_IN, 'the keyring (Memory)', STYLE)).toBe(
    'Signed in as corp:dev (Dev, dev@example.com). The sign-in is in the keyring (Memory).',
  );
  expect(signedInText({ ...SIGNED_IN, person: undefined }, 'a plain file in /x', STYLE)).toBe(
    'Signed in. The sign-in is in a plain file in /x.',
  );
});

test('the end of a sign-in at a server says where, by whom, and nothing to the terminal', () => {
  const at = { server: 'docs', issuer: 'https://login.example.com/\u001b[2J', place: 'the keyring (Memory)' };
  expect(signedInAtText(at, STYLE)).toBe(
    'Signed in at docs, by https://login.example.com/. The sign-in is in the keyring (Memory).',
  );
});
