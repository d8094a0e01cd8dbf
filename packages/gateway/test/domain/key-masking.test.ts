import { mintApiKey } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { parseShapes } from '../../src/domain/foreign-shape.ts';
import { createKeyMasker, maskDraft } from '../../src/domain/key-masking.ts';
import { mintToken } from '../../src/domain/token-text.ts';

const random = createSeededRandom(61);
const shapes = parseShapes('[{"name":"legacy","prefix":"chef_","pattern":"[0-9a-f]{16}"}]');
const mask = createKeyMasker('wg', shapes);
const live = mintApiKey({ env: 'live', random }).key;
const test = mintApiKey({ env: 'test', random }).key;
const foreign = 'chef_0123456789abcdef';

describe('a text for people', () => {
  it.each([live, test, foreign])('is masked where it holds a key', (key) => {
    for (const [before, after] of [
      ['', ''],
      ['leaked: ', '.'],
      ['"', '"'],
      ['key=', '&x=1'],
      ['(', '), twice'],
    ]) {
      const masked = mask(`${before ?? ''}${key}${after ?? ''}`);
      expect(masked).not.toContain(key);
      expect(masked).toBe(`${before ?? ''}${key.slice(0, 4)}…${key.slice(-4)}${after ?? ''}`);
    }
  });

  it.each(['rt', 'dc', 'ac'] as const)('is masked where it holds a token of the kind %s, whole or cut', (kind) => {
    const token = mintToken(kind, 'wg', random);
    expect(mask(`it was ${token}.`)).toBe('it was [redacted].');
    expect(mask(`it was ${token.slice(0, 20)}`)).toBe('it was [redacted]');
  });

  it('is masked where it holds an access token', () => {
    expect(mask('leaked: eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl, twice')).toBe(
      'leaked: [redacted], twice',
    );
  });

  it.each(['on leave', 'wg_live_', 'wg_rt_', 'eyJ.a.b', 'chef_0123', 'a_b-c/d.e+f=', '', '☃ chef'])(
    'is left alone where it holds none: %j',
    (text) => {
      expect(mask(text)).toBe(text);
    },
  );

  it('of a draft is each that an operator writes, and the rest stays', () => {
    const owner = { id: live, email: null, name: live };
    const masked = maskDraft({ name: live, owner, tier: 'pro', metadata: { note: live, count: 1, none: null } }, mask);
    expect(JSON.stringify(masked)).not.toContain(live);
    expect(masked).toMatchObject({ tier: 'pro', owner: { email: null }, metadata: { count: 1, none: null } });
    expect(maskDraft({ limits: null }, mask)).toEqual({ limits: null });
  });
});
