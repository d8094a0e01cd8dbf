import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { eachLine } from '../../../src/node/keyring/lines.ts';
import { LONGEST_LINE } from '../../../src/node/keyring/messages.ts';

async function linesOf(...chunks: readonly (string | Uint8Array)[]): Promise<string[]> {
  const stream = new PassThrough();
  const seen: string[] = [];
  eachLine(stream, { onLine: (line) => seen.push(line), onTooLong: () => seen.push('too long') });
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await new Promise((resolve) => setImmediate(resolve));
  return seen;
}

describe('A stream of lines', () => {
  it('is cut at line feeds, wherever its pieces end', async () => {
    expect(await linesOf('a', 'b\nc', '\n', '\nd\ne')).toEqual(['ab', 'c', '', 'd']);
  });

  it('puts a character together that came in two pieces', async () => {
    const bytes = Buffer.from('é\n');
    expect(await linesOf(bytes.subarray(0, 1), bytes.subarray(1))).toEqual(['é']);
  });

  it('takes a line of the longest length', async () => {
    const longest = 'x'.repeat(LONGEST_LINE);
    expect(await linesOf(longest.slice(0, 9), `${longest.slice(9)}\nnext\n`)).toEqual([longest, 'next']);
  });

  it.each([
    ['in one piece', ['a\n', `${'x'.repeat(LONGEST_LINE + 1)}\nnext\n`, 'more\n']],
    ['in pieces', ['a\n', 'x'.repeat(LONGEST_LINE), 'x', 'x', '\nnext\n']],
  ])('ends at a longer one %s, and tells so once', async (_how, chunks) => {
    expect(await linesOf(...chunks)).toEqual(['a', 'too long']);
  });
});
