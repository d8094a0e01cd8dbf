import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { constantTimeEqual } from '../../src/domain/constant-time.ts';
import { fromBase64Url, fromHex, toBase64, toBase64Url, toHex, utf8 } from '../../src/domain/encoding.ts';
import { decodeCursor, encodeCursor } from '../../src/domain/list-cursor.ts';

const random = createSeededRandom(41);
const samples = Array.from({ length: 70 }, (_, length) => random(new Uint8Array(length)));

describe('the encodings', () => {
  it('agree with the platform and lead back', () => {
    for (const bytes of samples) {
      const buffer = Buffer.from(bytes);
      expect(toHex(bytes)).toBe(buffer.toString('hex'));
      expect(toBase64Url(bytes)).toBe(buffer.toString('base64url'));
      expect(toBase64(bytes)).toBe(buffer.toString('base64'));
      expect(fromHex(toHex(bytes))).toEqual(bytes);
      expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
      expect(fromBase64Url(toBase64(bytes))).toEqual(bytes);
    }
  });

  it('write texts as UTF-8', () => {
    expect(toHex(utf8('ß☃'))).toBe('c39fe29883');
  });
});

describe('the comparison of digests', () => {
  it('tells equal from different, whichever character it is', () => {
    const digest = 'a'.repeat(64);
    expect(constantTimeEqual(digest, 'a'.repeat(64))).toBe(true);
    for (let at = 0; at < 64; at++)
      expect(constantTimeEqual(digest, `${digest.slice(0, at)}b${digest.slice(at + 1)}`)).toBe(false);
    expect(constantTimeEqual(digest, digest.slice(1))).toBe(false);
    expect(constantTimeEqual('', '')).toBe(true);
  });
});

describe('a cursor', () => {
  it.each(['key0000001', 'session000000001'])('leads back to %s, in the characters that a query may hold', (id) => {
    const place = { createdAt: Date.UTC(2026, 0, 1), id };
    expect(encodeCursor(place)).toMatch(/^[A-Za-z0-9_-]{1,512}$/);
    expect(decodeCursor(encodeCursor(place))).toEqual(place);
  });

  it.each([
    '',
    '!',
    'e30',
    toBase64Url(utf8('[1]')),
    toBase64Url(utf8('{"c":1.5,"i":"key0000001"}')),
    ...[9, 11, 15, 17].map((length) => toBase64Url(utf8(`{"c":1,"i":"${'x'.repeat(length)}"}`))),
  ])('is not read from %j', (text) => {
    expect(decodeCursor(text)).toBeUndefined();
  });
});
