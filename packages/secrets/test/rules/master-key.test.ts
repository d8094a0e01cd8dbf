import { Secret } from '@wicketgate/core';
import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { parseMasterKey } from '../../src/rules/master-key.ts';

const KEY = Buffer.from(createSeededRandom(7)(new Uint8Array(32)));
const parse = (text: string) => () => parseMasterKey(new Secret(text));

describe('a master key', () => {
  it.each([
    KEY.toString('hex'),
    KEY.toString('hex').toUpperCase(),
    KEY.toString('base64'),
    KEY.toString('base64').replace('=', ''),
    KEY.toString('base64url'),
    ` ${KEY.toString('base64')}\n`,
  ])('is read in every way in which people write it', (text) => {
    expect(Buffer.from(parse(text)())).toEqual(KEY);
  });

  it.each([
    ['', 'is not 32 bytes'],
    ['default-key-change-me', 'is not 32 bytes'],
    ['correct horse battery staple', 'is not 32 bytes'],
    [KEY.toString('hex').slice(2), 'is not 32 bytes'],
    [`${KEY.toString('hex')}00`, 'is not 32 bytes'],
    [KEY.subarray(1).toString('base64'), 'is not 32 bytes'],
    [Buffer.concat([KEY, KEY.subarray(0, 1)]).toString('base64'), 'is not 32 bytes'],
    [KEY.toString('base64').replace(/.=$/, 'B='), 'is not 32 bytes'],
    ['00'.repeat(32), 'is no random key'],
    ['0123456789abcdef'.repeat(4), 'is no random key'],
    [Buffer.from(Array.from({ length: 32 }, (_, at) => at + 1)).toString('hex'), 'is no random key'],
    [Buffer.from('default-key-change-me-default-ke').toString('base64'), 'is no random key'],
    [Buffer.from('The quick brown fox jumps over 1').toString('hex'), 'is no random key'],
  ])('is refused as %j, with the command that makes one', (text, flaw) => {
    expect(parse(text)).toThrow(
      expect.objectContaining({
        code: 'no_wrapping_key',
        message: expect.stringContaining(flaw) as string,
        hint: 'Make one with: openssl rand -base64 32',
      }),
    );
  });

  it('is told from a pattern by its distinct bytes: 16 are too few, 17 are enough', () => {
    const withDistinct = (distinct: number) =>
      Buffer.from(Array.from({ length: 32 }, (_, at) => ((at % distinct) * 37 + 150) % 256)).toString('hex');
    expect(parse(withDistinct(16))).toThrow('is no random key');
    expect(parse(withDistinct(17))).not.toThrow();
  });

  it('is never repeated in an error', () => {
    expect(parse(`${KEY.toString('hex')}ff`)).not.toThrow(KEY.toString('hex').slice(0, 8));
  });
});
