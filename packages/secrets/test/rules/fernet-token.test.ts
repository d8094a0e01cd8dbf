import { describe, expect, it } from 'vitest';
import { readFernetToken } from '../../src/rules/fernet-token.ts';
import specification from '../vectors/fernet/specification.json' with { type: 'json' };

const { token } = specification;
const bytes = Buffer.from(token, 'base64url');
const again = (change: (copy: Buffer) => Buffer) => change(Buffer.from(bytes)).toString('base64url') + '==';

describe('A Fernet token', () => {
  it('is taken apart as the specification lays it out', () => {
    expect(readFernetToken(token)).toEqual({
      signed: new Uint8Array(bytes.subarray(0, 41)),
      iv: Uint8Array.from({ length: 16 }, (_, at) => at),
      ciphertext: new Uint8Array(bytes.subarray(25, 41)),
      hmac: new Uint8Array(bytes.subarray(41)),
    });
  });

  it('is read as well when it was encoded once more, in either alphabet', () => {
    expect(readFernetToken(Buffer.from(token).toString('base64'))).toEqual(readFernetToken(token));
    expect(readFernetToken(Buffer.from(bytes).toString('base64'))).toEqual(readFernetToken(token));
    expect(readFernetToken(Buffer.from(Buffer.from(token).toString('base64')).toString('base64'))).toBeUndefined();
  });

  it.each<[string, string]>([
    ['empty', ''],
    ['no base64', 'gAAA!AAA'],
    ['cut off', token.slice(0, -4)],
    ['without its padding', token.replaceAll('=', '')],
    ['of another version', again((copy) => (copy.writeUInt8(0x81), copy))],
    [
      'without a block of text',
      Buffer.from(Uint8Array.of(0x80, ...bytes.subarray(1, 25), ...bytes.subarray(41))).toString('base64url'),
    ],
    ['of no whole number of blocks', Buffer.concat([bytes, Buffer.alloc(1)]).toString('base64')],
    ['base64 of what is no text', Buffer.from([0xff, 0xfe, 0xfd]).toString('base64')],
  ])('is none when it is %s', (_, text) => {
    expect(readFernetToken(text)).toBeUndefined();
  });

  it.each(specification.invalid)('of the specification that is invalid is none: %s', (_, text) => {
    expect(readFernetToken(text)).toBeUndefined();
  });
});
