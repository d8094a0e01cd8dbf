import { describe, expect, it } from 'vitest';
import { canonicalJson, MAX_DEPTH } from '../../../src/rules/pins/canonical-json.ts';

describe('canonicalJson', () => {
  it('writes members in the order of their code units, whatever order they came in', () => {
    expect(canonicalJson({ b: 1, a: { d: [2, { z: null, y: true }], c: 'x' } })).toBe(
      '{"a":{"c":"x","d":[2,{"y":true,"z":null}]},"b":1}',
    );
    // The example of RFC 8785 section 3.2.3.
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.values(JSON.parse(canonicalJson(names)) as object)).toEqual([4, 2, 6, 7, 1, 5, 3]);
  });

  it('leaves out members that are undefined, and keeps their places in lists', () => {
    expect(canonicalJson({ a: undefined, b: [undefined, 1] })).toBe('{"b":[null,1]}');
  });

  it('takes what is nested 128 deep and no deeper', () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    expect(canonicalJson(nested(MAX_DEPTH))).toContain('1');
    expect(() => canonicalJson(nested(MAX_DEPTH + 1))).toThrow(RangeError);
  });
});
