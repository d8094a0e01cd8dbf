import { describe, expect, it } from 'vitest';
import { countStableBytes } from '../../../src/rules/exposure/stable-bytes.ts';

describe('bytes that stay identical', () => {
  it('are all but the closing bracket when tools were appended', () => {
    const before = [{ name: 'a' }, { name: 'b' }];
    expect(countStableBytes(before, [...before, { name: 'c' }])).toBe(JSON.stringify(before).length - 1);
  });

  it('are all of them when nothing changed', () => {
    expect(countStableBytes([{ name: 'a' }], [{ name: 'a' }])).toBe(14);
  });

  it('end where the first difference is', () => {
    expect(countStableBytes([{ name: 'a' }, { name: 'b' }], [{ name: 'x' }, { name: 'b' }])).toBe('[{"name":"'.length);
    expect(countStableBytes([], [{ name: 'a' }])).toBe(1);
  });

  it('are bytes of UTF-8, not characters', () => {
    expect(countStableBytes(['äb'], ['äc'])).toBe(4);
    // Both begin with the byte C3.
    expect(countStableBytes(['ä'], ['ö'])).toBe(3);
  });
});
