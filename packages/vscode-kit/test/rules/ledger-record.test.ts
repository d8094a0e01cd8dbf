import { describe, expect, it } from 'vitest';
import { formatLedger, ledgerNameOf, mergeLedgers, parseLedger } from '../../src/rules/ledger-record.ts';
import { LATEST_CHANGE } from '../../src/rules/next-change.ts';

describe('a ledger record', () => {
  it.each([
    [{ signedInAt: 7, ended: [] }, '{"v":1,"signedInAt":7,"ended":[]}'],
    [{ signedInAt: 0, ended: [7, 5] }, '{"v":1,"signedInAt":0,"ended":[7,5]}'],
  ])('is one line that reads back the same: %j', (record, text) => {
    expect(formatLedger(record)).toBe(text);
    expect(parseLedger(`${text}\n`)).toEqual(record);
  });

  it.each([
    undefined,
    '',
    'null',
    '{}',
    '{"v":1,"signedInAt":7',
    '{"v":1,"signedInAt":7}',
    '{"v":2,"signedInAt":7,"ended":[]}',
    '{"v":1,"signedInAt":"7","ended":[]}',
    '{"v":1,"signedInAt":-1,"ended":[]}',
    '{"v":1,"signedInAt":7.5,"ended":[]}',
    `{"v":1,"signedInAt":${LATEST_CHANGE + 1},"ended":[]}`,
    `{"v":1,"signedInAt":7,"ended":[${LATEST_CHANGE + 1}]}`,
    '{"v":1,"signedInAt":7,"ended":["7"]}',
    '{"v":1,"signedInAt":7,"ended":[],"apiKey":"k"}',
  ])('is none when the file holds %s', (text) => {
    expect(parseLedger(text)).toBeUndefined();
  });

  it('holds 64 ended sessions and not one more', () => {
    const ended = Array.from({ length: 64 }, (_, index) => 64 - index);
    expect(parseLedger(formatLedger({ signedInAt: 0, ended }))).toEqual({ signedInAt: 0, ended });
    expect(parseLedger(formatLedger({ signedInAt: 0, ended: [...ended, 0] }))).toBeUndefined();
  });

  it('fits a note of the ledger at its largest', () => {
    const ended = Array.from({ length: 64 }, (_, index) => LATEST_CHANGE - index);
    expect(formatLedger({ signedInAt: LATEST_CHANGE, ended }).length).toBeLessThan(4_096);
  });
});

describe('merged ledger records', () => {
  const one = { signedInAt: 7, ended: [5] };
  const other = { signedInAt: 6, ended: [6, 5, 3] };

  it('know all that each of them knows, in one order', () => {
    const all = { signedInAt: 7, ended: [6, 5, 3] };
    expect(mergeLedgers(one, other)).toEqual(all);
    expect(mergeLedgers(other, undefined, one, all)).toEqual(all);
  });

  it('are one that knows nothing when there are none', () => {
    expect(mergeLedgers()).toEqual({ signedInAt: 0, ended: [] });
    expect(mergeLedgers(undefined)).toEqual({ signedInAt: 0, ended: [] });
  });

  it('keep the latest 64 ended sessions', () => {
    const ended = Array.from({ length: 64 }, (_, index) => 100 - index);
    expect(mergeLedgers({ signedInAt: 0, ended }, { signedInAt: 0, ended: [101] }).ended).toEqual([
      101,
      ...ended.slice(0, 63),
    ]);
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
