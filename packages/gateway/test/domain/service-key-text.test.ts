import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import {
  formatServiceKeyFile,
  makeServiceKeys,
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
    for (const parse of [parseSecret, parsePeppers, parseSigningSeeds, parseServiceKeyFile]) {
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

describe('the file of the service keys', () => {
  it('leads back to the keys it was written from', () => {
    const keys = makeServiceKeys(createSeededRandom(51));
    expect(parseServiceKeyFile(formatServiceKeyFile(keys))).toEqual(keys);
    expect(formatServiceKeyFile(keys).endsWith('}\n')).toBe(true);
  });
});
