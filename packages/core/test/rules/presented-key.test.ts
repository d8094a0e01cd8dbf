import { mintApiKey } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { keyFlaw } from '../../src/rules/presented-key.ts';

const { key } = mintApiKey({ env: 'live', random: createSeededRandom() });
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-';

describe('keyFlaw', () => {
  it('finds nothing wrong with a whole key, and with what is not of the brand', () => {
    expect(keyFlaw(key, 'wg')).toBeUndefined();
    expect(keyFlaw('chef_123e4567-e89b-12d3-a456-426614174000', 'wg')).toBeUndefined();
    expect(keyFlaw(key, 'other')).toBeUndefined();
  });

  it('finds every single mistyped character behind the brand', () => {
    for (let at = 'wg_'.length; at < key.length; at++) {
      for (const digit of DIGITS) {
        if (digit === key.charAt(at)) continue;
        expect(keyFlaw(key.slice(0, at) + digit + key.slice(at + 1), 'wg')).toBeDefined();
      }
    }
  });

  it.each([
    ['', 'There is no API key.'],
    ['two words', /characters/],
    ['line\nfeed', /characters/],
    ['ümlaut', /characters/],
    ['"quoted"', /characters/],
    ['=', /characters/],
    ['wg_', /not whole/],
    ['wg_live_', /not whole/],
    [key.slice(0, -1), /not whole/],
  ])('finds what is wrong with %j', (text, flaw) => {
    expect(keyFlaw(text, 'wg')).toMatch(flaw);
  });

  it('takes 512 characters and not one more', () => {
    expect(keyFlaw('a'.repeat(512), 'wg')).toBeUndefined();
    expect(keyFlaw('a'.repeat(513), 'wg')).toMatch(/too long/);
  });
});
