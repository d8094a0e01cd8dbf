import { looksLikeAccessToken, MAX_ACCESS_TOKEN_LENGTH, mintApiKey } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { seededBytes } from './seeded-bytes.ts';

const token = (length: number) => `eyJ.${'a'.repeat(length - 'eyJ..b'.length)}.b`;

describe('looksLikeAccessToken', () => {
  it.each(['eyJ.a.b', 'eyJhbGciOiJFZERTQSJ9.e30.c2ln', 'eyJ-_9.-_.-_'])('takes %j for one', (text) => {
    expect(looksLikeAccessToken(text)).toBe(true);
  });

  it.each([
    '',
    'eyJ',
    'eyJ.a',
    'eyJ.a.',
    'eyJ..b',
    'eyJ.a.b.c',
    'eyK.a.b',
    'EYJ.a.b',
    ' eyJ.a.b',
    'eyJ.a.b\n',
    'eyJ.a+.b',
    'eyJ.a/.b',
    'eyJ.a=.b',
    'eyJ.ä.b',
    'wg_rt_0',
  ])('takes %j for none', (text) => {
    expect(looksLikeAccessToken(text)).toBe(false);
  });

  it('takes no key for one', () => {
    const random = seededBytes(3);
    for (let round = 0; round < 1_000; round++) {
      expect(looksLikeAccessToken(mintApiKey({ env: 'live', random }).key)).toBe(false);
    }
  });

  it('looks at 4,096 characters and not at one more', () => {
    expect(token(MAX_ACCESS_TOKEN_LENGTH)).toHaveLength(4_096);
    expect(looksLikeAccessToken(token(MAX_ACCESS_TOKEN_LENGTH))).toBe(true);
    expect(looksLikeAccessToken(token(MAX_ACCESS_TOKEN_LENGTH + 1))).toBe(false);
  });
});
