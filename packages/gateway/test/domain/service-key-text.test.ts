import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import {
  formatServiceKeyFile,
  makeSecret,
  makeServiceKeys,
  parseEncryptionKeys,
  parsePeppers,
  parseSecret,
  parseServiceKeyFile,
  parseSigningSeeds,
} from '../../src/domain/service-key-text.ts';

const bytes = (byte: number) => new Uint8Array(32).fill(byte);
const text = (byte: number, encoding: 'base64' | 'base64url' = 'base64') => Buffer.from(bytes(byte)).toString(encoding);

describe('peppers as text', () => {
  it('are one of version 1, or several with their versions', () => {
    expect(parsePeppers(text(1))).toEqual([{ version: 1, secret: bytes(1) }]);
    expect(parsePeppers(`7:${text(7)}`)).toEqual([{ version: 7, secret: bytes(7) }]);
    expect(parsePeppers(`2:${text(2)} , 1:${text(1)}`)).toEqual([
      { version: 2, secret: bytes(2) },
      { version: 1, secret: bytes(1) },
    ]);
  });

  it.each([
    '',
    ',',
    `0:${text(1)}`,
    `x:${text(1)}`,
    `${text(1)},${text(2)}`,
    `1:${text(1)},1:${text(2)}`,
    `1:${text(1)},`,
    '1:',
    `1:${text(1)}x`,
  ])('%j are none', (peppers) => {
    expect(() => parsePeppers(peppers)).toThrow(TypeError);
  });
});

describe('a secret as text', () => {
  it('is base64 or base64url of 32 bytes, padded or not', () => {
    for (const form of [text(0xff), text(0xff).replace('=', ''), text(0xff, 'base64url')])
      expect(parseSecret(form)).toEqual(bytes(0xff));
    expect(parseSigningSeeds(`${text(1)}, ${text(2)}`)).toEqual([bytes(1), bytes(2)]);
  });

  it.each([31, 33, 0, 64])('is not of %i bytes', (length) => {
    expect(() => parseSecret(Buffer.alloc(length, 1).toString('base64'))).toThrow('32 bytes');
  });

  it('is never quoted in a refusal', () => {
    for (const parse of [parseSecret, parsePeppers, parseSigningSeeds, parseEncryptionKeys, parseServiceKeyFile]) {
      let message = '';
      try {
        parse('SECRETSECRET');
      } catch (error) {
        message = String(error);
      }
      expect(message).toMatch(/^TypeError: must/);
      expect(message).not.toContain('SECRET');
    }
  });
});

describe('encryption keys as text', () => {
  const key = (first: number) => Buffer.from(Array.from({ length: 32 }, (_, at) => first + at)).toString('base64');

  it('are one, or several in their order', () => {
    expect(parseEncryptionKeys(key(1)).map(([byte]) => byte)).toEqual([1]);
    expect(parseEncryptionKeys(`${key(2)} , ${key(1)}`).map(([byte]) => byte)).toEqual([2, 1]);
  });

  it.each([
    ['nothing', ''],
    ['a missing item', `${key(1)},`],
    ['one key twice', `${key(1)},${key(1)}`],
    ['bytes that are all alike', text(0)],
    ['too few bytes', Buffer.alloc(31, key(1)).toString('base64')],
  ])('are not %s', (_, keys) => {
    expect(() => parseEncryptionKeys(keys)).toThrow(/^must/);
  });
});

describe('the file of the service keys', () => {
  it('leads back to the keys it was written from', () => {
    const keys = makeServiceKeys(createSeededRandom(51));
    expect(parseServiceKeyFile(formatServiceKeyFile(keys))).toEqual(keys);
    expect(formatServiceKeyFile(keys).endsWith('}\n')).toBe(true);
  });

  it('may be of before there were encryption keys', () => {
    const { encryptionKeys: _, ...before } = makeServiceKeys(createSeededRandom(52));
    const json = formatServiceKeyFile({ ...before, encryptionKeys: [] });
    expect(json).not.toContain('encryption');
    expect(parseServiceKeyFile(json)).toEqual({ ...before, encryptionKeys: [] });
  });

  it.each([
    ['an empty list', []],
    ['one key twice', [{ key: Buffer.from(makeSecret(createSeededRandom(1))).toString('base64') }]],
    ['bytes that are all alike', [{ key: text(7) }]],
    ['a member that is unknown', [{ key: text(7), id: 'x' }]],
  ])('has no encryption keys with %s', (_, encryption) => {
    const file = JSON.parse(formatServiceKeyFile(makeServiceKeys(createSeededRandom(53)))) as { encryption: object[] };
    const wrong = { ...file, encryption: encryption.length === 1 ? [...encryption, ...encryption] : encryption };
    expect(() => parseServiceKeyFile(JSON.stringify(wrong))).toThrow(/^must/);
  });
});
