import { describe, expect, it } from 'vitest';
import { cutToBytes, utf8Length } from '../../../src/rules/result/byte-length.ts';
import { cutNotice } from '../../../src/rules/result/cut-notice.ts';
import { cutResult, isSmall, MAX_BLOCKS, type WholeResult } from '../../../src/rules/result/cut-result.ts';

const LIMITS = { textBytes: 100, blockBytes: 10 };
const text = (value: string) => ({ type: 'text', text: value });
const image = (bytes: number) => ({ type: 'image', data: 'x'.repeat(bytes), mimeType: 'image/png' });
const cut = (result: WholeResult, limits = LIMITS) => cutResult(result, limits);

describe('utf8Length and cutToBytes', () => {
  it.each(['', 'abc', 'äöü', '日本語', 'a😀b', '\ud800x', 'x\udc00'])('count %j as an encoder does', (value) => {
    expect(utf8Length(value)).toBe(new TextEncoder().encode(value).length);
  });

  it('never cut a character in half', () => {
    expect(cutToBytes('a€b', 3)).toBe('a');
    expect(cutToBytes('a€b', 4)).toBe('a€');
    expect(cutToBytes('a😀b', 4)).toBe('a');
    expect(cutToBytes('a😀b', 5)).toBe('a😀');
    expect(cutToBytes('abc', 0)).toBe('');
    expect(cutToBytes('abc', 3)).toBe('abc');
  });
});

describe('cutResult', () => {
  it('leaves alone what is at the limit, and cuts what is over it by a byte', () => {
    expect(cut({ content: [text('x'.repeat(100))] })).toBeUndefined();
    expect(cut({ content: [text('x'.repeat(101))] })).toMatchObject({
      content: [text('x'.repeat(100))],
      bytes: 101,
      keptBytes: 100,
    });
  });

  it('counts bytes and not characters', () => {
    expect(cut({ content: [text('€'.repeat(33))] })).toBeUndefined();
    expect(cut({ content: [text('€'.repeat(34))] })).toMatchObject({ content: [text('€'.repeat(33))], keptBytes: 99 });
  });

  it('counts all texts together, and shows none after the one that was cut', () => {
    const result = cut({ content: [text('x'.repeat(60)), text('y'.repeat(60)), text('z')] });
    expect(result).toEqual({
      content: [text('x'.repeat(60)), text('y'.repeat(40))],
      structuredContent: undefined,
      bytes: 121,
      keptBytes: 100,
    });
  });

  it('keeps an image whole or not at all, whatever the texts take', () => {
    expect(cut({ content: [text('x'.repeat(100))] })).toBeUndefined();
    const kept = cut(
      { content: [text('x'.repeat(101)), { type: 'audio', data: '' }] },
      { textBytes: 100, blockBytes: 1_000 },
    );
    expect(kept?.content).toHaveLength(2);
    expect(cut({ content: [image(100), text('seen')] })).toMatchObject({ content: [text('seen')] });
    expect(cut({ content: [image(100)] }, { textBytes: 100, blockBytes: 1_000 })).toBeUndefined();
  });

  it('cuts the text of a resource and drops a file that is too large', () => {
    const resource = {
      type: 'resource',
      resource: { uri: 'file:///a', mimeType: 'text/plain', text: 'x'.repeat(500) },
    };
    const result = cut({ content: [resource] });
    expect(result?.content).toEqual([
      { type: 'resource', resource: { uri: 'file:///a', mimeType: 'text/plain', text: 'x'.repeat(100) } },
    ]);
    const file = { type: 'resource', resource: { uri: 'file:///b', blob: 'x'.repeat(500) } };
    expect(cut({ content: [file] })?.content).toEqual([]);
  });

  it('does not let a result grow through members that nobody reads', () => {
    const padded = { ...text('short'), _meta: { padding: 'x'.repeat(1_000) } };
    expect(cut({ content: [padded] })?.content).toEqual([text('short')]);
    expect(cut({ content: [{ type: 'strange', padding: 'x'.repeat(1_000) }, text('a')] })?.content).toEqual([]);
  });

  it('keeps structured content whole or not at all', () => {
    expect(cut({ content: [], structuredContent: { a: 'x'.repeat(80) } })).toBeUndefined();
    expect(cut({ content: [text('a')], structuredContent: { a: '€'.repeat(80) } })).toMatchObject({
      content: [text('a')],
      structuredContent: undefined,
    });
  });

  it('keeps 1,000 blocks and no more', () => {
    const blocks = (count: number) => ({ content: Array.from({ length: count }, () => text('')) });
    expect(cut(blocks(MAX_BLOCKS))).toBeUndefined();
    expect(cut(blocks(MAX_BLOCKS + 1))?.content).toHaveLength(MAX_BLOCKS);
  });
});

describe('isSmall', () => {
  it('says yes only where nothing would be cut', () => {
    const small = { content: [text('ok')], structuredContent: { a: 1 } };
    expect(isSmall(small, { ...LIMITS, textBytes: 1_024 })).toBe(true);
    expect(isSmall({ content: [text('x'.repeat(34))] }, LIMITS)).toBe(false);
    expect(isSmall({ content: [image(1)] }, LIMITS)).toBe(false);
    expect(isSmall({ content: [], structuredContent: 'x'.repeat(200) }, LIMITS)).toBe(false);
    const many = { content: Array.from({ length: MAX_BLOCKS + 1 }, () => text('')) };
    expect(isSmall(many, { textBytes: 1e9, blockBytes: 1 })).toBe(false);
  });
});

describe('cutNotice', () => {
  it('says where nothing is kept that the rest is gone and how to ask for less, and links to nothing', () => {
    expect(
      cutNotice({ content: [], structuredContent: undefined, bytes: 1_234_567, keptBytes: 65_536 }, undefined),
    ).toEqual([
      {
        type: 'text',
        text:
          '[This result was too long: 1,169,031 of 1,234,567 bytes are left out. The rest is not kept. If the tool changes ' +
          'nothing, ask it for less: a narrower query, a filter, a range, a page or a limit]',
      },
    ]);
  });

  it('says how much is missing and where the whole is, for people and for programs', () => {
    const [notice, link] = cutNotice(
      { content: [], structuredContent: undefined, bytes: 1_234_567, keptBytes: 65_536 },
      'uri:1',
    );
    expect(notice?.['text']).toBe(
      '[This result was too long: 1,169,031 of 1,234,567 bytes are left out. The whole of it is kept for a while as uri:1]',
    );
    expect(link).toMatchObject({ type: 'resource_link', uri: 'uri:1', size: 1_234_567 });
  });
});
