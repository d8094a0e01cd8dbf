import { createSeededRandom } from '@wicketgate/testing';
import { expect, it } from 'vitest';
import { isTokenText, mintToken, type TokenKind } from '../../src/domain/token-text.ts';

const KINDS: readonly TokenKind[] = ['rt', 'dc', 'ac'];

it('makes texts of the brand and kind that no other kind takes', () => {
  const random = createSeededRandom();
  for (const kind of KINDS) {
    const text = mintToken(kind, 'my_tool', random);
    expect(text).toMatch(new RegExp(`^my_tool_${kind}_[0-9A-Za-z]{43}$`));
    expect(KINDS.filter((other) => isTokenText(other, 'my_tool', text))).toEqual([kind]);
    expect(isTokenText(kind, 'my', text)).toBe(false);
  }
});

it.each([42, 44])('takes no text with %i characters behind its head', (length) => {
  expect(isTokenText('rt', 'wg', `wg_rt_${'a'.repeat(43)}`)).toBe(true);
  expect(isTokenText('rt', 'wg', `wg_rt_${'a'.repeat(length)}`)).toBe(false);
});
