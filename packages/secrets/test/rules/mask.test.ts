import { spawnSync } from 'node:child_process';
import { inspect } from 'node:util';
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
    ['in JSON within JSON', (value) => JSON.stringify(JSON.stringify({ value })).slice(1, -1).slice(13, -3)],
    ['in a URL within a URL', (value) => encodeURIComponent(encodeURIComponent(value))],
    ['between single quotes of a shell', (value) => value.replaceAll("'", String.raw`'\''`)],
    ['between double quotes of a shell', (value) => value.replaceAll(/[\\"$`]/g, String.raw`\$&`)],
    ['as shlex.quote writes it', (value) => value.replaceAll("'", `'"'"'`)],
    ['as Node inspects it', (value) => inspect(value).slice(1, -1)],
    ['in HTML', (value) => escapedHtml(value, '&#39;')],
    ['in HTML with a hexadecimal apostrophe', (value) => escapedHtml(value, '&#x27;')],
    ['in the text of HTML', (value) => escapedHtml(value, "'").replaceAll('&quot;', '"')],
    ['in hexadecimal', (value) => Buffer.from(value).toString('hex')],
    ['in upper-case hexadecimal', (value) => Buffer.from(value).toString('hex').toUpperCase()],
  ])('%s', (_, spell) => {
    for (const value of [VALUE, `a "b" \\c é~?>/ü`, 'it*is(!)', `a'b"c&d<e>$f`]) {
      expect(masked([value], `before ${spell(value)} after`)).toBe('before [redacted] after');
    }
  });

  it.for([
    ['bash', 'printf "%q" "$V"', (text: string) => text],
    ['bash', 'LC_ALL=C; printf "%q" "$V"', (text: string) => text.replace(/^\$'(.*)'$/s, '$1')],
    ['bash', 'export -p | grep " V="', (text: string) => text.replace(/^.*?V=\$?(['"])(.*)\1\n$/s, '$2')],
    ['sh', 'export -p | grep " V="', (text: string) => text.replace(/^.*?V=(['"])(.*)\1\n$/s, '$2')],
    ['python3', 'import os; print(repr(os.environ["V"])[1:-1], end="")', (text: string) => text],
  ] as const)('as %s writes it: %s', { timeout: 60_000 }, ([program, script, cut], { skip }) => {
    skip(spawnSync(program, ['-c', '']).status !== 0, `${program} is not here`);
    for (const value of [
      VALUE,
      `a 'b' "c" \\d \`e\` $f,g!h[i]^j`,
      `#~a=~b:~c'd`,
      'tab\tescape\u001B bell\u0007 end',
      'é~ü ß',
    ]) {
      const env = { PATH: process.env['PATH'] ?? '', V: value, LC_ALL: 'C.UTF-8' };
      const { stdout } = spawnSync(program, ['-c', script], { env, encoding: 'utf8' });
      expect(masked([value], `<${cut(stdout)}>`)).toMatch(/^<(\$')?\[redacted\]'?>$/);
    }
  });

  it.each([76, 64, 60, 20, 3].flatMap((width) => ['\n', '\r\n'].map((end) => [width, end] as const)))(
    'in base64 and in hexadecimal with lines of %i characters and the line end %j',
    (width, end) => {
      const wrap = (text: string) => text.replaceAll(new RegExp(`.{${width}}(?=.)`, 'g'), `$&${end}`);
      for (const encoding of ['base64', 'hex'] as const) {
        const before = Buffer.from('x'.repeat(51)).toString(encoding);
        const text = `${before}${Buffer.from(VALUE).toString(encoding)}${before}`;
        const shown = masked([VALUE], wrap(text)).replaceAll(/[\r\n]/g, '');
        expect(shown).toMatch(new RegExp(`^${before}\\[redacted\\]${before}$`));
      }
    },
  );

  it.each([5, 6])('of %i characters behind the name of a user in basic authentication', (length) => {
    const value = 'q7Zk1p'.slice(0, length);
    for (const user of ['u', 'us', 'use', 'user']) {
      const shown = masked([value], Buffer.from(`${user}:${value}`).toString('base64'));
      expect(shown).toMatch(/^[\w+/]{0,8}\[redacted\][\w+/]?={0,2}$/);
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

  it('shows a line at once that ends with what begins base64 of a secret by chance, and hides what follows', () => {
    const encoded = Buffer.from(VALUE).toString('base64');
    const [short, long] = [encoded.slice(0, 7), encoded.slice(0, 8)];
    expect(outputs([VALUE], [`x ${short}\n`, `${encoded.slice(7)} y`])).toEqual([`x ${short}\n`, '[redacted] y', '']);
    expect(outputs([VALUE], [`x ${long}\n`, `${encoded.slice(8)} y`])).toEqual(['x ', '[redacted] y', '']);
    expect(outputs([VALUE], [`x ${long}\n`, 'y'])).toEqual(['x ', `${long}\ny`, '']);
    expect(outputs([VALUE], [`x ${encoded.replaceAll('=', '')}\n`])).toEqual(['x [redacted]\n', '']);
  });

  it('reads on over no empty line, and over no line end within the value itself', () => {
    const encoded = Buffer.from(VALUE).toString('base64');
    const broken = `${encoded.slice(0, 20)}\n\n\n${encoded.slice(20)}`;
    expect(masked([VALUE], broken)).toBe(broken);
    expect(masked([VALUE], `${VALUE.slice(0, 9)}\n${VALUE.slice(9)}`)).not.toContain('[redacted]');
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

const escapedHtml = (value: string, apostrophe: string) =>
  value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", apostrophe);

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
