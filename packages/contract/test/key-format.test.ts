import {
  assertBrand,
  claimsBrand,
  type KeyEnvironment,
  keyPattern,
  maskApiKey,
  mintApiKey,
  mintKeyId,
  parseApiKey,
} from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { seededBytes } from './seeded-bytes.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BRANDS = ['wg', 'a', 'two_words', 'a_b_c', 'live', 'x_live', 'test_test', 'a'.repeat(20)];
const random = seededBytes(42);
const mint = (env: KeyEnvironment = 'live', brand = 'wg') => mintApiKey({ env, brand, random });

describe('a minted key', () => {
  it('has the pinned form and reads back, a hundred thousand times', () => {
    const ids = new Set<string>();
    for (let round = 0; round < 100_000; round++) {
      const env = round % 2 === 0 ? 'live' : 'test';
      const { key, id } = mint(env);
      ids.add(id);
      if (!/^wg_(live|test)_[0-9A-Za-z]{48}$/.test(key) || key.length !== 56) expect.fail(`form of ${key}`);
      const parsed = parseApiKey(key);
      if (!parsed.ok || parsed.key.id !== id || parsed.key.env !== env || parsed.key.brand !== 'wg') expect.fail(key);
    }
    expect(ids.size).toBe(100_000);
  });

  it.each(BRANDS)('of the brand %s reads back from its end', (brand) => {
    for (const env of ['live', 'test'] as const) {
      const { key, id } = mint(env, brand);
      expect(key.startsWith(`${brand}_${env}_`)).toBe(true);
      expect(parseApiKey(key, brand)).toEqual({ ok: true, key: { brand, env, id } });
    }
  });

  it('has the brand wg when none is said', () => {
    expect(mintApiKey({ env: 'test', random }).key).toMatch(/^wg_test_/);
  });

  it('carries its id in the clear at the start of its body', () => {
    const { key, id } = mint();
    expect(key.slice('wg_live_'.length, 'wg_live_'.length + 10)).toBe(id);
  });

  it('keeps the checksum of its first issue for good', () => {
    const zeros = (bytes: Uint8Array<ArrayBuffer>) => bytes.fill(0);
    expect(mintApiKey({ env: 'live', random: zeros }).key).toBe(`wg_live_${'0'.repeat(42)}0mDs39`);
  });
});

describe('a mistyped key', () => {
  it('is refused at every position with every other letter or digit', () => {
    for (const [env, brand] of [
      ['live', 'wg'],
      ['test', 'wg'],
      ['live', 'a_b_c'],
      ['live', 'live'],
    ] as const) {
      for (let round = 0; round < 5; round++) {
        const { key } = mint(env, brand);
        for (let at = 0; at < key.length; at++) {
          for (const digit of `${BASE62}_`) {
            if (digit === key[at]) continue;
            const typo = key.slice(0, at) + digit + key.slice(at + 1);
            if (parseApiKey(typo, brand).ok) expect.fail(`${typo} for ${key}`);
          }
        }
      }
    }
  });

  it('is refused when two neighbours are swapped', () => {
    for (let round = 0; round < 50; round++) {
      const { key } = mint();
      for (let at = 0; at + 1 < key.length; at++) {
        const swapped = key.slice(0, at) + (key[at + 1] ?? '') + (key[at] ?? '') + key.slice(at + 2);
        if (swapped !== key && parseApiKey(swapped).ok) expect.fail(`${swapped} for ${key}`);
      }
    }
  });

  it('is refused with a character too few or too many at any place', () => {
    const { key } = mint();
    for (let at = 0; at <= key.length; at++) {
      expect(parseApiKey(key.slice(0, at) + key.slice(at + 1)).ok).toBe(at === key.length);
      expect(parseApiKey(`${key.slice(0, at)}0${key.slice(at)}`).ok).toBe(false);
    }
  });

  it('names what is wrong', () => {
    const { key } = mint();
    const typo = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0');
    expect(parseApiKey(typo)).toEqual({ ok: false, flaw: 'checksum' });
    expect(parseApiKey(mint('live', 'other').key)).toEqual({ ok: false, flaw: 'brand' });
    expect(parseApiKey(`x${key}`)).toEqual({ ok: false, flaw: 'brand' });
    for (const text of ['', '_live_', 'wg_live_', key.slice(1).repeat(2).slice(0, 40), `${key}\n`, key.toUpperCase()]) {
      expect(parseApiKey(text)).toEqual({ ok: false, flaw: 'shape' });
    }
  });

  it('does not pass for another environment', () => {
    const { key } = mint('test');
    expect(parseApiKey(key.replace('_test_', '_live_'))).toEqual({ ok: false, flaw: 'checksum' });
  });

  it('does not pass with digits of another script', () => {
    const { key } = mint();
    expect(parseApiKey(key.slice(0, 20) + '\u0661' + key.slice(21)).ok).toBe(false);
  });
});

describe('brands', () => {
  it.each(BRANDS)('may be %s', (brand) => {
    expect(assertBrand(brand)).toBe(brand);
  });

  it.each(['', 'a'.repeat(21), 'WG', '1a', '_a', 'a_', 'a__b', 'a-b', 'a b', 'ä'])('may not be %j', (brand) => {
    expect(() => assertBrand(brand)).toThrow(TypeError);
    expect(() => mint('live', brand)).toThrow(TypeError);
    expect(() => keyPattern(brand)).toThrow(TypeError);
  });

  it('are claimed by whatever begins with them', () => {
    expect(claimsBrand('wg_anything')).toBe(true);
    expect(claimsBrand('wgx_live_')).toBe(false);
    expect(claimsBrand('wg')).toBe(false);
    expect(claimsBrand('legacy_1')).toBe(false);
    expect(claimsBrand('my_tool_live_1', 'my_tool')).toBe(true);
  });
});

describe('keys in texts', () => {
  it('are found by the pattern wherever they stand', () => {
    const [one, two] = [mint().key, mint('test').key];
    expect(`a ${one}, "${two}".`.match(keyPattern())).toEqual([one, two]);
    expect('wg_live_short'.match(keyPattern())).toBeNull();
    expect(mint('live', 'a_b').key.match(keyPattern('a_b'))).toHaveLength(1);
  });

  it('are masked to four characters at either end', () => {
    const { key } = mint();
    expect(maskApiKey(key)).toBe(`wg_l…${key.slice(-4)}`);
    expect(maskApiKey('a'.repeat(17))).toBe('aaaa…aaaa');
  });

  it.each(['', 'a', '12345678', 'a'.repeat(16)])('are not shown at all when they are as short as %j', (text) => {
    expect(maskApiKey(text)).toBe('***');
  });
});

describe('mintKeyId', () => {
  it('makes ten letters and digits, never the same ones', () => {
    const ids = new Set(Array.from({ length: 10_000 }, () => mintKeyId(random)));
    expect(ids.size).toBe(10_000);
    for (const id of ids) expect(id).toMatch(/^[0-9A-Za-z]{10}$/);
  });
});
