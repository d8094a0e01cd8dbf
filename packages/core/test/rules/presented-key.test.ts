import { mintApiKey } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { findKeyEntryFlaw, flawMessage, isSendable } from '../../src/rules/presented-key.ts';

const { key } = mintApiKey({ env: 'live', random: createSeededRandom() });
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-';

const flawOf = (text: string, brand?: string) => findKeyEntryFlaw(text, brand);

describe('findKeyEntryFlaw', () => {
  it('finds nothing wrong with a whole key, and with what is not of the brand', () => {
    expect(flawOf(key)).toBeUndefined();
    expect(flawOf('chef_123e4567-e89b-12d3-a456-426614174000', 'wg')).toBeUndefined();
    expect(flawOf(key, 'other')).toBeUndefined();
  });

  it('finds every single mistyped character behind the brand', () => {
    for (let at = 'wg_'.length; at < key.length; at++) {
      for (const digit of DIGITS) {
        if (digit === key.charAt(at)) continue;
        expect(flawOf(key.slice(0, at) + digit + key.slice(at + 1), 'wg')).toBeDefined();
      }
    }
  });

  it.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['two words', 'unsendable'],
    ['line\nfeed', 'unsendable'],
    ['ümlaut', 'unsendable'],
    ['"quoted"', 'unsendable'],
    ['=', 'unsendable'],
    ['wg_', 'incomplete'],
    ['wg_live_', 'incomplete'],
    [key.slice(0, -1), 'incomplete'],
    [`${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`, 'checksum'],
  ])('finds what is wrong with %j', (text, flaw) => {
    expect(flawOf(text)).toBe(flaw);
  });

  it('does not mind the white space of whoever pasted a key', () => {
    expect(flawOf(` ${key}\n`)).toBeUndefined();
  });

  it('takes 512 characters and not one more', () => {
    expect(flawOf('a'.repeat(512), 'wg')).toBeUndefined();
    expect(flawOf('a'.repeat(513), 'wg')).toBe('unsendable');
  });
});

describe('isSendable', () => {
  const token = (length: number) => `eyJ.${'a'.repeat(length - 6)}.b`;

  it('lets keys of 512 characters through, and access tokens of 4,096', () => {
    expect(isSendable('a'.repeat(512))).toBe(true);
    expect(isSendable('a'.repeat(513))).toBe(false);
    expect(isSendable(token(4_096))).toBe(true);
    expect(isSendable(token(4_097))).toBe(false);
  });

  it('lets nothing through that would begin another header', () => {
    for (const text of ['eyJ.a.b\r\nX: y', 'eyJ.a.b ', 'eyJ.a.\u00fc', '', 'two words'])
      expect(isSendable(text)).toBe(false);
  });

  it('does not make a pasted access token a key', () => {
    expect(flawOf('eyJhbGciOiJFZERTQSJ9.e30.c2ln')).toBe('unsendable');
  });
});

describe('flawMessage', () => {
  it('says what is wrong, and of which brand a key was expected', () => {
    expect(flawMessage('empty', 'wg')).toMatch(/no API key/);
    expect(flawMessage('unsendable', 'wg')).toMatch(/characters that no key has, or is far too long/);
    expect(flawMessage('checksum', 'wg')).toMatch(/mistyped/);
    expect(flawMessage('incomplete', 'acme')).toMatch(/not whole: keys of acme_/);
  });
});
