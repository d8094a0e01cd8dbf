import { describe, expect, it } from 'vitest';
import { isLater, parseRecord, recordText, type SessionRecord, signedInOf } from '../../src/rules/session-record.ts';
import { Secret } from '../../src/words/secret.ts';

const RECORD: SessionRecord = {
  signIn: '0011223344556677',
  generation: 3,
  issuer: 'https://gate.example',
  clientId: 'wicketgate-cli',
  accessToken: new Secret('access-token-of-a-test'),
  issuedAt: 1_000,
  accessExpiresAt: 2_000,
  refreshToken: new Secret('refresh-token-of-a-test'),
  scopes: ['a', 'b'],
  savedAt: 1_500,
  proofKey: new Secret('{"kty":"EC"}'),
  person: { id: 'owner-1', email: null, name: 'Ada' },
};

const revealed = (record: SessionRecord | undefined) =>
  record && {
    ...record,
    accessToken: record.accessToken.reveal(),
    refreshToken: record.refreshToken?.reveal(),
    proofKey: record.proofKey?.reveal(),
  };

describe('the record of a session', () => {
  it('comes back as it was, on one line', () => {
    const text = recordText(RECORD);
    expect(text.reveal()).not.toMatch(/[\r\n]/);
    expect(revealed(parseRecord(text))).toEqual(revealed(RECORD));
  });

  it('may have no refresh token, key, person or scopes', () => {
    const bare = { ...RECORD, refreshToken: undefined, proofKey: undefined, person: undefined, scopes: [] };
    expect(revealed(parseRecord(recordText(bare)))).toEqual(revealed(bare));
  });

  it('is none when it is damaged, cut off, or of another version', () => {
    const whole = recordText(RECORD).reveal();
    const spoilt = [
      '',
      '{}',
      'null',
      '[]',
      whole.slice(0, -1),
      whole.replace('"v":1', '"v":2'),
      whole.replace('"issuer"', '"x"'),
    ];
    expect(spoilt.map((text) => parseRecord(new Secret(text)))).toEqual(spoilt.map(() => undefined));
  });

  it('ignores members that it does not know', () => {
    const text = new Secret(recordText(RECORD).reveal().replace('{', '{"later":1,'));
    expect(revealed(parseRecord(text))).toEqual(revealed(RECORD));
  });

  it('is shown without a token', () => {
    const shown = JSON.stringify(signedInOf(RECORD, 'file'));
    expect(shown).not.toContain('token-of-a-test');
    expect(JSON.parse(shown)).toMatchObject({
      store: 'file',
      refreshable: true,
      dpop: true,
      person: { id: 'owner-1' },
    });
  });

  it('is later than another of the same sign-in alone', () => {
    expect(isLater({ ...RECORD, generation: 4 }, RECORD)).toBe(true);
    expect(isLater(RECORD, RECORD)).toBe(false);
    expect(isLater({ ...RECORD, generation: 4, signIn: 'other' }, RECORD)).toBe(false);
  });
});
