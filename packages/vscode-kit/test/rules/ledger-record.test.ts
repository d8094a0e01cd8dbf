import { describe, expect, it } from 'vitest';
import { formatLedger, ledgerNameOf, parseLedger } from '../../src/rules/ledger-record.ts';
import { LATEST_CHANGE } from '../../src/rules/next-change.ts';

describe('a ledger record', () => {
  it.each([true, false])('is one line that reads back the same (signed in: %s)', (signedIn) => {
    const text = formatLedger({ changedAt: 7, signedIn });
    expect(text).toBe(`{"v":1,"changedAt":7,"signedIn":${String(signedIn)}}`);
    expect(parseLedger(`${text}\n`)).toEqual({ changedAt: 7, signedIn });
  });

  it.each([
    undefined,
    '',
    'null',
    '{}',
    '{"v":1,"changedAt":7',
    '{"v":2,"changedAt":7,"signedIn":true}',
    '{"v":1,"changedAt":"7","signedIn":true}',
    '{"v":1,"changedAt":-1,"signedIn":true}',
    '{"v":1,"changedAt":7.5,"signedIn":true}',
    `{"v":1,"changedAt":${LATEST_CHANGE + 1},"signedIn":true}`,
    '{"v":1,"changedAt":7,"signedIn":1}',
    '{"v":1,"changedAt":7,"signedIn":true,"apiKey":"k"}',
  ])('is none when the file holds %s', (text) => {
    expect(parseLedger(text)).toBeUndefined();
  });
});

describe('the name of a ledger record', () => {
  it('fits every file system, whatever the account and the origin', async () => {
    const account = 'CON/..\\:*?'.repeat(50);
    const origin = `https://${'a'.repeat(250)}.example:65535`;
    expect(await ledgerNameOf({ account, origin })).toMatch(/^session-[0-9a-f]{64}$/);
  });

  it('is the same for the same place', async () => {
    // printf 'https://gateway.example\ndefault' | sha256sum
    expect(await ledgerNameOf({ account: 'default', origin: 'https://gateway.example' })).toBe(
      'session-79c42fc1b10c08b21d7cdf76f6e5d4e85ccb3df1f317abac43ce657d9819448b',
    );
  });

  it('differs for any other', async () => {
    const origin = 'https://gateway.example';
    const places = [
      { account: 'default', origin },
      { account: 'Default', origin },
      { account: 'default', origin: `${origin}:8443` },
      { account: 'default', origin: 'http://gateway.example' },
      { account: '', origin: `${origin}default` },
    ];
    expect(new Set(await Promise.all(places.map(ledgerNameOf))).size).toBe(places.length);
  });
});
