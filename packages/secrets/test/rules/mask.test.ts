import { Secret } from '@wicketgate/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeText } from '../../src/rules/binary.ts';
import { createMask } from '../../src/rules/mask.ts';

const VALUE = 'sk-proj/Zm9v+bar=1234567890';

function maskOf(...values: readonly string[]) {
  return createMask(new Map(values.map((value, at) => [`NAME_${at}`, new Secret(value)])));
}

/** What comes out for each chunk, and at last for the end. */
function outputs(values: readonly string[], chunks: readonly (string | Uint8Array)[]): string[] {
  const stream = maskOf(...values).stream();
  const shown = chunks.map((chunk) => stream.push(typeof chunk === 'string' ? encodeText(chunk) : chunk));
  return [...shown, stream.end()].map((bytes) => Buffer.from(bytes).toString('utf8'));
}

function masked(values: readonly string[], text: string): string {
  return flowed(values, [encodeText(text)]);
}

function flowed(values: readonly string[], chunks: readonly Uint8Array[]): string {
  const stream = maskOf(...values).stream();
  return Buffer.concat([...chunks.map((chunk) => stream.push(chunk)), stream.end()]).toString('utf8');
}

describe('A mask hides a secret', () => {
  it.each<[string, (value: string) => string]>([
    ['as it is', (value) => value],
    ['in JSON', (value) => JSON.stringify({ value }).slice('{"value":"'.length, -2)],
    [
      'in ASCII JSON',
      (value) => JSON.stringify(value).slice(1, -1).replaceAll('é', '\\u00e9').replaceAll('ü', '\\u00fc'),
    ],
    ['in JSON with escaped slashes', (value) => JSON.stringify(value).slice(1, -1).replaceAll('/', '\\/')],
    ['in a URL', (value) => encodeURI(value)],
    ['in a part of a URL', (value) => encodeURIComponent(value)],
    ['in a form', (value) => new URLSearchParams({ value }).toString().slice('value='.length)],
    [
      'in lower-case escapes',
      (value) => encodeURIComponent(value).replaceAll(/%../g, (escape) => escape.toLowerCase()),
    ],
    ['in base64', (value) => Buffer.from(value).toString('base64')],
    ['in base64 without padding', (value) => Buffer.from(value).toString('base64').replace(/=+$/, '')],
    ['in base64url', (value) => Buffer.from(value).toString('base64url')],
    ['in hexadecimal', (value) => Buffer.from(value).toString('hex')],
    ['in upper-case hexadecimal', (value) => Buffer.from(value).toString('hex').toUpperCase()],
  ])('%s', (_, spell) => {
    for (const value of [VALUE, `a "b" \\c é~?>/ü`, 'it*is(!)']) {
      expect(masked([value], `before ${spell(value)} after`)).toBe('before [redacted] after');
    }
  });

  it('in base64 behind and before other text, whichever digits they share', () => {
    for (const before of ['', 'u', 'us', 'use:']) {
      const shown = masked([VALUE], `Basic ${Buffer.from(`${before}${VALUE}:x`).toString('base64')}`);
      expect(shown).toMatch(/^Basic [\w+/=]{0,6}\[redacted\][\w+/=]{0,6}$/);
    }
  });

  it('at the start, at the end, twice in a row, and never its last characters', () => {
    expect(masked([VALUE], `${VALUE}${VALUE} ${VALUE}`)).toBe('[redacted][redacted] [redacted]');
  });

  it('that begins with another one, as a whole', () => {
    expect(masked(['abcd', 'abcdefgh'], 'abcdefgh abcdef abc')).toBe('[redacted] [redacted]ef abc');
  });

  it('that overlaps another one: no piece of either is left', () => {
    expect(masked(['abcdef', 'defghi'], '<abcdefghi>')).toBe('<[redacted]>');
    expect(masked(['aaaa'], `<${'a'.repeat(11)}>`)).toBe('<[redacted]>');
    expect(masked(['abcdefgh', 'cdef'], 'abcdefg cdefgh')).toBe('ab[redacted]g [redacted]gh');
  });

  it('of several lines, also line by line', () => {
    expect(masked(['first line\r\nx\nlast line'], 'first line\nx\n  last line')).toBe('[redacted]\nx\n  [redacted]');
  });

  it.each([3, 4])('of %i characters, or says that it cannot', (length) => {
    const value = 'abcd'.slice(0, length);
    const mask = createMask(
      new Map([
        ['SHORT', new Secret(value)],
        ['LONG', new Secret('0123456789')],
      ]),
    );
    expect(mask.unmaskable).toEqual(length < 4 ? ['SHORT'] : []);
    expect(masked([value], `<${value}>`)).toBe(length < 4 ? '<abc>' : '<[redacted]>');
  });

  it('with half a surrogate pair, as output spells it', () => {
    expect(masked(['abc\uD800def'], 'abc\uFFFDdef')).toBe('[redacted]');
  });
});

describe('A masked stream', () => {
  it('hides the same wherever it is cut', () => {
    const text = `x${VALUE}y sk-proj ${Buffer.from(VALUE).toString('base64')}é${VALUE}`;
    const bytes = encodeText(text);
    const whole = masked([VALUE, 'proj/Zm9v+bar=1234567890!'], text);
    expect(whole).toBe('x[redacted]y sk-proj [redacted]é[redacted]');
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(flowed([VALUE], [bytes.slice(0, cut), bytes.slice(cut)])).toBe(whole);
    }
    expect(
      flowed(
        [VALUE],
        Array.from(bytes, (byte) => Uint8Array.of(byte)),
      ),
    ).toBe(whole);
  });

  it('hides what a plain search for every secret finds, and shows all else', () => {
    const letter = fc.constantFrom('a', 'b', 'é');
    const value = fc.string({ unit: letter, minLength: 4, maxLength: 7 });
    const chunks = fc.array(fc.string({ unit: letter, maxLength: 9 }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), chunks, (values, texts) => {
        expect(flowed(values, texts.map(encodeText))).toBe(searched(values, texts.join('')));
      }),
      { seed: 3, numRuns: 1_000 },
    );
  });

  it('shows a prompt at once, and holds back only what could begin a secret', () => {
    expect(outputs([VALUE], ['Continue? ', 'ask sk-', 'y', ' sk-pr', 'oxy\n'])).toEqual([
      'Continue? ',
      'ask ',
      'sk-y',
      ' ',
      'sk-proxy\n',
      '',
    ]);
  });

  it('shows at its end a short beginning of a secret, and no long one: it was only cut off', () => {
    expect(outputs([VALUE], ['x sk-proj'])).toEqual(['x ', 'sk-proj']);
    expect(outputs([VALUE], ['x sk-proj/'])).toEqual(['x ', '[redacted]']);
  });

  it('passes bytes that are no text, and a character that is cut in two', () => {
    const stream = maskOf(VALUE).stream();
    const bytes = Uint8Array.of(0xff, 0, 0xc3, 0x28, 0xf0, 0x9f);
    expect(stream.push(bytes)).toEqual(bytes);
    expect(stream.push(Uint8Array.of(0x98, 0x80))).toEqual(Uint8Array.of(0x98, 0x80));
  });

  it('keeps nothing of a chunk whose memory is used again', () => {
    const stream = maskOf(VALUE).stream();
    const chunk = encodeText('x sk-p');
    const shown = [stream.push(chunk)];
    chunk.fill(0);
    shown.push(stream.push(encodeText('ony')), stream.end());
    expect(Buffer.concat(shown).toString()).toBe('x sk-pony');
  });

  it('stands apart from other streams of its mask', () => {
    const mask = maskOf(VALUE);
    const [one, other] = [mask.stream(), mask.stream()];
    expect(Buffer.from(one.push(encodeText(VALUE.slice(0, 9)))).toString()).toBe('');
    expect(Buffer.from(other.push(encodeText(VALUE.slice(9)))).toString()).toBe(VALUE.slice(9));
    expect(Buffer.from(one.push(encodeText(VALUE.slice(9)))).toString()).toBe('[redacted]');
  });
});

/** The slow way: every place of every secret, and one mark for each run of places that overlap. */
function searched(values: readonly string[], text: string): string {
  const places = [...text].flatMap((_, start) =>
    values.filter((value) => text.startsWith(value, start)).map((value) => [start, start + value.length] as const),
  );
  let shown = '';
  let done = 0;
  const cutOff = begun(values, text);
  const all = cutOff === text.length ? places : [...places, [cutOff, text.length] as const];
  for (const [start, end] of all.toSorted(([a], [b]) => a - b)) {
    if (start >= done) shown += `${text.slice(done, start)}[redacted]`;
    done = Math.max(done, end);
  }
  return shown + text.slice(done);
}

/** Where the longest end begins that begins a secret, if it has eight bytes or more. */
function begun(values: readonly string[], text: string): number {
  const starts = [...text].map((_, start) => start);
  const start = starts.find((at) => values.some((value) => value.startsWith(text.slice(at)))) ?? text.length;
  return encodeText(text.slice(start)).length > 7 ? start : text.length;
}
