import { describe, expect, it } from 'vitest';
import { parseShapes } from '../../src/domain/foreign-shape.ts';

const LEGACY = { name: 'legacy', prefix: 'chef_', pattern: '[0-9a-f]{8}' };
const parse = (...shapes: unknown[]) => parseShapes(JSON.stringify(shapes));

describe('registered shapes', () => {
  it('match their prefix with their pattern behind it', () => {
    const [shape] = parse(LEGACY);
    expect(shape).toMatchObject(LEGACY);
    expect(shape?.matches('chef_0123abcd')).toBe(true);
    for (const text of ['chef_0123abc', 'chef_0123abcd0', '0123abcd', 'Chef_0123abcd', ' chef_0123abcd', 'chef_', '']) {
      expect(shape?.matches(text)).toBe(false);
    }
  });

  it('may be none, and fifty', () => {
    expect(parseShapes('[]')).toEqual([]);
    const many = Array.from({ length: 51 }, (_, at) => ({ ...LEGACY, name: `n${at}`, prefix: `p${at}_` }));
    expect(parse(...many.slice(0, 50))).toHaveLength(50);
    expect(() => parse(...many)).toThrow(TypeError);
  });

  it('may have a prefix that begins another one', () => {
    const shapes = parse(LEGACY, { name: 'dev', prefix: 'chef_dev_', pattern: '[0-9a-f]{4}' });
    expect(shapes.map((shape) => shape.matches('chef_dev_01ab'))).toEqual([false, true]);
  });

  it.each([
    ['not JSON', '{', 'must be a JSON array'],
    ['an object', '{}', ''],
    ['a missing member', JSON.stringify([{ name: 'x', prefix: 'yy' }]), '[0].pattern'],
    ['a stranger member', JSON.stringify([{ ...LEGACY, flags: 'i' }]), '[0]'],
    ['a name in capitals', JSON.stringify([{ ...LEGACY, name: 'Legacy' }]), '[0].name'],
    ['a prefix of one character', JSON.stringify([{ ...LEGACY, prefix: 'c' }]), '[0].prefix'],
    ['a prefix with a space', JSON.stringify([{ ...LEGACY, prefix: 'chef ' }]), '[0].prefix'],
    ['a pattern with a group', JSON.stringify([LEGACY, { name: 'x', prefix: 'x_', pattern: '(a+)+' }]), '[1].pattern'],
    ['a pattern that holds the prefix', JSON.stringify([{ ...LEGACY, pattern: 'chef_[0-9]{8}' }]), 'leave "chef_" out'],
    ['a prefix twice', JSON.stringify([LEGACY, { ...LEGACY, name: 'other' }]), '[1].prefix is used twice'],
    ['a name twice', JSON.stringify([LEGACY, { ...LEGACY, prefix: 'other_' }]), '[1].name is used twice'],
    [
      'the prefix of the gateway',
      JSON.stringify([{ ...LEGACY, prefix: 'wg_live_' }]),
      '[0].prefix must not begin with "wg_"',
    ],
  ])('with %s are refused, and the member is named', (_, json, message) => {
    expect(() => parseShapes(json)).toThrow(TypeError);
    expect(() => parseShapes(json)).toThrow(message);
  });

  it('are held against the brand that the gateway has', () => {
    const json = JSON.stringify([{ ...LEGACY, prefix: 'chef_old_' }]);
    expect(parseShapes(json)).toHaveLength(1);
    expect(() => parseShapes(json, 'chef')).toThrow('"chef_"');
    expect(parseShapes(JSON.stringify([{ ...LEGACY, prefix: 'wg_' }]), 'chef')).toHaveLength(1);
  });
});
