import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { clientRecordText, parseClientRecord } from '../../../src/rules/auth/client-record.ts';
import {
  isLaterForm,
  parseTokenRecord,
  type TokenRecord,
  tokenRecordText,
} from '../../../src/rules/auth/token-record.ts';

const TOKENS: TokenRecord = {
  issuer: 'https://login.example.com',
  authorizationServer: 'https://login.example.com/',
  clientId: 'client',
  clientSecret: new Secret('planted-client-secret'),
  resource: 'https://mcp.example.com/mcp',
  accessToken: new Secret('planted-access-token'),
  refreshToken: new Secret('planted-refresh-token'),
  scope: 'a b',
  givenAt: 1_767_225_600_000,
  expiresAt: 1_767_229_200_000,
  signIn: 'first',
  generation: 3,
};

const BARE: TokenRecord = {
  ...TOKENS,
  ...{ clientSecret: undefined, resource: undefined, refreshToken: undefined, scope: undefined, expiresAt: undefined },
};

const shown = (record: TokenRecord | undefined) =>
  record && {
    ...record,
    accessToken: record.accessToken.reveal(),
    refreshToken: record.refreshToken?.reveal(),
    clientSecret: record.clientSecret?.reveal(),
  };

describe('the record of a sign-in', () => {
  it.each([TOKENS, BARE])('is one line, and is read as it was written', (record) => {
    const text = tokenRecordText(record);
    expect(text.reveal()).not.toMatch(/[\r\n]/);
    expect(shown(parseTokenRecord(text))).toEqual(shown(record));
    expect(`${JSON.stringify(record)}${String(text)}`).not.toContain('planted-');
  });

  it.each(['', '{', 'null', '[]', '{"v":2}', '{"v":1}', '{"v":1,"accessToken":""}'])('is none for %o', (text) => {
    expect(parseTokenRecord(new Secret(text))).toBeUndefined();
  });

  it('is a later form of another of the same sign-in alone', () => {
    const later = { ...TOKENS, generation: 4 };
    expect([isLaterForm(later, TOKENS), isLaterForm(TOKENS, later), isLaterForm(TOKENS, TOKENS)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(isLaterForm({ ...later, signIn: 'second' }, TOKENS)).toBe(false);
  });
});

describe('the record of a client', () => {
  const { issuer } = TOKENS;
  const CLIENT = {
    issuer,
    clientId: 'c',
    clientSecret: new Secret('planted-s'),
    purpose: 'device',
    secretExpiresAt: 1_000,
  };

  it('is read as it was written until its secret is over', () => {
    const text = clientRecordText(CLIENT);
    expect(parseClientRecord(text, { issuer, now: 999 })).toEqual(CLIENT);
    expect(parseClientRecord(text, { issuer, now: 999 })?.clientSecret?.reveal()).toBe('planted-s');
    expect(parseClientRecord(text, { issuer, now: 1_000 })).toBeUndefined();
    const endless = clientRecordText({ ...CLIENT, clientSecret: undefined, secretExpiresAt: undefined });
    expect(parseClientRecord(endless, { issuer, now: 9e12 })).toMatchObject({
      clientId: 'c',
      secretExpiresAt: undefined,
    });
  });

  it('is none for another issuer, and for what nobody wrote', () => {
    expect(parseClientRecord(clientRecordText(CLIENT), { issuer: 'https://evil.example.com', now: 1 })).toBeUndefined();
    for (const text of ['', '{', '{"v":2}'])
      expect(parseClientRecord(new Secret(text), { issuer, now: 1 })).toBeUndefined();
  });
});
