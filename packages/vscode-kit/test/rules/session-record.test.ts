import { MAX_CREDENTIAL_LENGTH } from '@wicketgate/contract';
import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { LATEST_CHANGE } from '../../src/rules/next-change.ts';
import {
  formatSession,
  parseSession,
  originOfName,
  receiptNameOf,
  secretNameOf,
  type SignedInSession,
  type SignedOutSession,
} from '../../src/rules/session-record.ts';

const PLACE = { account: 'default', origin: 'https://gateway.example' };
const SIGNED_IN: SignedInSession = { ...PLACE, changedAt: 1_700_000_000_000, apiKey: new Secret('chef_secret\n"key"') };
const SIGNED_OUT: SignedOutSession = { ...PLACE, changedAt: 1_700_000_000_001, signedOut: true };

const revealed = (text: string) => {
  const session = parseSession(text, PLACE);
  return session && 'apiKey' in session ? session.apiKey.reveal() : undefined;
};

describe('a session', () => {
  it('is one line of versioned JSON', () => {
    expect(formatSession(SIGNED_IN)).not.toContain('\n');
    expect(JSON.parse(formatSession(SIGNED_IN))).toEqual({
      v: 1,
      ...PLACE,
      changedAt: 1_700_000_000_000,
      apiKey: 'chef_secret\n"key"',
    });
    expect(JSON.parse(formatSession(SIGNED_OUT))).toEqual({
      v: 1,
      ...PLACE,
      changedAt: 1_700_000_000_001,
      signedOut: true,
    });
  });

  it('reads back the same', () => {
    expect(parseSession(formatSession(SIGNED_IN), PLACE)).toMatchObject({ ...PLACE, changedAt: 1_700_000_000_000 });
    expect(revealed(formatSession(SIGNED_IN))).toBe('chef_secret\n"key"');
    expect(parseSession(formatSession(SIGNED_OUT), PLACE)).toEqual(SIGNED_OUT);
  });

  it('does not show its key when it is printed', () => {
    const session = parseSession(formatSession(SIGNED_IN), PLACE);
    expect(JSON.stringify(session)).not.toContain('chef_secret');
  });

  it('of another account or origin is none', () => {
    expect(parseSession(formatSession(SIGNED_IN), { ...PLACE, account: 'work' })).toBeUndefined();
    expect(
      parseSession(formatSession(SIGNED_IN), { ...PLACE, origin: 'https://gateway.example:8443' }),
    ).toBeUndefined();
  });

  const record = { v: 1, ...PLACE, changedAt: 5, apiKey: 'k' };
  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['a bare key', 'chef_key'],
    ['null', 'null'],
    ['a list', '[]'],
    ['another version', JSON.stringify({ ...record, v: 2 })],
    ['no version', JSON.stringify({ ...record, v: undefined })],
    ['no key and no mark', JSON.stringify({ ...record, apiKey: undefined })],
    ['a key and a mark', JSON.stringify({ ...record, signedOut: true })],
    ['a mark that is false', JSON.stringify({ ...record, apiKey: undefined, signedOut: false })],
    ['an empty key', JSON.stringify({ ...record, apiKey: '' })],
    ['a key that is no text', JSON.stringify({ ...record, apiKey: 5 })],
    ['a key that is too long', JSON.stringify({ ...record, apiKey: 'k'.repeat(MAX_CREDENTIAL_LENGTH + 1) })],
    ['a time that is no number', JSON.stringify({ ...record, changedAt: '5' })],
    ['a time with a fraction', JSON.stringify({ ...record, changedAt: 5.5 })],
    ['a time before 1970', JSON.stringify({ ...record, changedAt: -1 })],
    ['a time beyond all dates', JSON.stringify({ ...record, changedAt: LATEST_CHANGE + 1 })],
    ['a member nobody knows', JSON.stringify({ ...record, admin: true })],
    ['half a record', JSON.stringify(record).slice(0, -3)],
  ])('is none when the storage answers %s', (_, text) => {
    expect(parseSession(text, PLACE)).toBeUndefined();
  });

  it('may have the longest key and the latest time', () => {
    const apiKey = 'k'.repeat(MAX_CREDENTIAL_LENGTH);
    expect(revealed(JSON.stringify({ ...record, apiKey, changedAt: LATEST_CHANGE }))).toBe(apiKey);
  });
});

describe('the names of secrets', () => {
  it('tell apart extensions, accounts, origins and what is kept', () => {
    expect(secretNameOf({ id: 'acme', ...PLACE })).toBe('acme.session.v1:default@https://gateway.example');
    expect(receiptNameOf({ id: 'acme', ...PLACE })).toBe('acme.receipt.v1:default@https://gateway.example');
  });

  it('tell the origin of a session, to its own gate and account alone', () => {
    const name = secretNameOf({ id: 'acme', ...PLACE });
    expect(originOfName(name, { id: 'acme', account: 'default' })).toBe(PLACE.origin);
    expect(originOfName(name, { id: 'acme', account: 'defaul' })).toBeUndefined();
    expect(originOfName(name, { id: 'acm', account: 'default' })).toBeUndefined();
    expect(originOfName(receiptNameOf({ id: 'acme', ...PLACE }), { id: 'acme', account: 'default' })).toBeUndefined();
  });
});

describe('a session without a key', () => {
  const KEY = 'A'.repeat(43);
  const URL_OF_GATEWAY = 'https://gateway.example/team';
  const of = (held: object) => ({ ...PLACE, changedAt: 1, ...held }) as SignedInSession;

  it.each([
    [
      'a sign-in',
      of({ tokensKey: new Secret(KEY), url: URL_OF_GATEWAY }),
      `"tokensKey":"${KEY}","url":"${URL_OF_GATEWAY}"`,
    ],
    [
      'the session of the command',
      of({ command: '/usr/bin/wicketgate', machine: 'here' }),
      '"command":"/usr/bin/wicketgate","machine":"here"',
    ],
  ])('is read back as %s', (_, session, part) => {
    const text = formatSession(session);
    expect(text).toContain(part);
    const read = parseSession(text, PLACE);
    expect(read && formatSession(read)).toBe(text);
  });

  it.each([
    { tokensKey: KEY },
    { tokensKey: 'A'.repeat(42), url: '' },
    { tokensKey: `${'A'.repeat(42)}*`, url: '' },
    { command: '' },
    { tokensKey: KEY, apiKey: 'chef_1' },
    { tokensKey: KEY, signedOut: true },
    { command: '/usr/bin/wicketgate', machine: 'here', tokensKey: KEY },
    { command: '/usr/bin/wicketgate' },
  ])('is nothing when it is %j', (held) => {
    expect(parseSession(JSON.stringify({ v: 1, ...PLACE, changedAt: 1, ...held }), PLACE)).toBeUndefined();
  });
});
