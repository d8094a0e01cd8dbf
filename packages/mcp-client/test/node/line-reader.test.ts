import { describe, expect, it } from 'vitest';
import { LineReader } from '../../src/node/line-reader.ts';
import { TextTail } from '../../src/node/text-tail.ts';

const read = (reader: LineReader, text: string) => reader.add(Buffer.from(text));

describe('LineReader', () => {
  it('joins what came in pieces, and passes empty lines over', () => {
    const reader = new LineReader(100);
    expect(read(reader, 'on')).toEqual([]);
    expect(read(reader, 'e\r\n\n \ntwo\nthr')).toEqual(['one', 'two']);
    expect(read(reader, 'ee\n')).toEqual(['three']);
  });

  it('joins characters that were cut', () => {
    const reader = new LineReader(100);
    const bytes = Buffer.from('Zürich\n');
    expect(reader.add(bytes.subarray(0, 2))).toEqual([]);
    expect(reader.add(bytes.subarray(2))).toEqual(['Zürich']);
  });

  it('takes a line of the longest allowed length, and none that is longer', () => {
    expect(read(new LineReader(5), '12345\n')).toEqual(['12345']);
    expect(read(new LineReader(5), '123456\n')).toBeUndefined();
    const reader = new LineReader(5);
    expect(read(reader, '1234\n123')).toEqual(['1234']);
    expect(read(reader, '456')).toBeUndefined();
  });
});

describe('TextTail', () => {
  const tail = (...pieces: readonly string[]) => {
    const kept = new TextTail(10);
    for (const piece of pieces) kept.add(Buffer.from(piece));
    return kept.text();
  };

  it('keeps all of a short text', () => {
    expect(tail('12345', '67890')).toBe('1234567890');
  });

  it('keeps whole lines alone of a longer one: half a secret would not be known as one', () => {
    expect(tail('secret-a\n', 'b\nc\n')).toBe('b\nc\n');
    expect(tail('a'.repeat(11))).toBe('');
  });
});
