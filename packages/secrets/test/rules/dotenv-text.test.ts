import { parseEnv } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDotenv, formatDotenv, parseDotenv, plainValues } from '../../src/rules/dotenv-text.ts';
import type { SecretsError } from '../../src/words/errors.ts';

const ours = (text: string): Record<string, string> => Object.fromEntries(parseDotenv(text));

/** How the package `dotenv` reads a line that stands by itself, by its documented rules. */
function asDotenvPackage(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const [, name, quoted, plain] =
      /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(?:('(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`)\s*(?:#.*)?$|([^#]*))/.exec(
        line,
      ) ?? [];
    if (name === undefined) continue;
    const inside = quoted?.slice(1, -1) ?? plain?.trim() ?? '';
    values[name] = quoted?.startsWith('"') ? inside.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : inside;
  }
  return values;
}

describe('A dotenv text is written', () => {
  it('plain, in single marks, or in double marks, as the value needs it', () => {
    const values = { A: 'ghp_0/+=:@,.%-', B: 'two words', C: "it's", D: '$HOME "x" `y` \\z # no', E: '', F: '~' };
    expect(formatDotenv(Object.entries(values))).toBe(
      `A=ghp_0/+=:@,.%-\nB='two words'\nC="it's"\nD='$HOME "x" \`y\` \\z # no'\nE=''\nF='~'\n`,
    );
  });

  it.each([
    ['a line end', 'a\nb'],
    ['a CR', 'a\rb'],
    ['NUL', 'a\0b'],
    ['a backslash at the end', 'a\\'],
    ['both marks', `a'b"c`],
    ['a single mark and a dollar sign', "it's $HOME"],
    ['a single mark and a back tick', "it's `date`"],
    ['a single mark and a backslash', "it's \\n"],
    ['half a surrogate pair', 'a\uD800'],
  ])('not with %s in a value: that is refused without saying the value', (_, value) => {
    const refusal = failureOf(() => formatDotenv([['NAME', value]]));
    expect(refusal).toMatchObject({ code: 'invalid_value', secretName: 'NAME' });
    expect(`${refusal?.message} ${refusal?.hint}`).not.toContain(value);
  });

  it('not under a name that could break out of its line', () => {
    expect(() => formatDotenv([['A\nB', '1']])).toThrow(expect.objectContaining({ code: 'invalid_name' }));
  });

  it('so that every reader reads the same, or not at all', () => {
    const unit = fc.oneof(
      fc.constantFrom(...`'"\`\\$#=!~ \tnr\u00A0\u2028\uFEFFé`.split('')),
      fc.string({ maxLength: 1 }),
    );
    const value = fc.string({ unit, maxLength: 20 });
    let written = 0;
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
        const entries = values.map((one, at): [string, string] => [`NAME_${at}`, one]);
        const text = formatOrRefuse(entries);
        if (text === undefined) return;
        written++;
        const expected = Object.fromEntries(entries);
        expect(ours(text)).toEqual(expected);
        expect({ ...parseEnv(text) }).toEqual(expected);
        expect(asDotenvPackage(text)).toEqual(expected);
      }),
      { seed: 7, numRuns: 3_000 },
    );
    expect(written).toBeGreaterThan(1_000);
  });
});

function failureOf(work: () => unknown): SecretsError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as SecretsError;
  }
}

function formatOrRefuse(entries: [string, string][]): string | undefined {
  try {
    return formatDotenv(entries);
  } catch {
    return undefined;
  }
}

describe('A dotenv text is edited', () => {
  const edit = (text: string, changes: Record<string, string | undefined>) =>
    editDotenv(text, new Map(Object.entries(changes)));

  it('by exact names: a line that merely contains the name stays', () => {
    const text = '# KEY=old\nMY_KEY=1\nKEY_2=2\nKEYS="KEY=3"\nOTHER=KEY=4\nKEY=5\n';
    expect(edit(text, { KEY: 'new' })).toBe(text.replace('KEY=5', 'KEY=new'));
    expect(edit(text, { KEY: undefined })).toBe(text.replace('KEY=5\n', ''));
  });

  it('behind `export`, with its blanks and its comment', () => {
    expect(edit('  export  KEY = "old"  # mine\r\nB=1\r\n', { KEY: 'two words' })).toBe(
      "  export  KEY = 'two words'  # mine\r\nB=1\r\n",
    );
  });

  it.each([
    ['KEY=', 'KEY=new'],
    ['KEY= # c', 'KEY=new # c'],
    ['KEY=old#c', 'KEY=new#c'],
    ['KEY="a" left over # c', 'KEY=new # c'],
    ['KEY="unclosed', 'KEY=new'],
    ['KEY="a\nKEY=b"\nB=1', 'KEY=new\nB=1'],
    ['\uFEFFKEY=old', '\uFEFFKEY=new'],
    ['A=1\rKEY=old\rB=2', 'A=1\rKEY=new\rB=2'],
  ])('where the whole value stands: %j', (text, expected) => {
    expect(edit(text, { KEY: 'new' })).toBe(expected);
  });

  it('where the last assignment stands, which is the one that holds, and no earlier one is left', () => {
    expect(edit('KEY=1 # c\nB=2\nexport KEY="2\n3"\nKEY=4\n', { KEY: 'new' })).toBe('B=2\nKEY=new\n');
  });

  it('with every assignment of a removed name gone, and all its lines', () => {
    expect(edit('KEY=1 # c\nB=2\nexport KEY="3\n4"\nC=5', { KEY: undefined })).toBe('B=2\nC=5');
  });

  it.each([
    ['', 'A=1\n'],
    ['\uFEFF', '\uFEFFA=1\n'],
    ['B=2', 'B=2\nA=1\n'],
    ['B=2\n', 'B=2\nA=1\n'],
    ['B=2\r\nC=3', 'B=2\r\nC=3\r\nA=1\r\n'],
  ])('with new names at the end, each line ended as the others: %j', (text, expected) => {
    expect(edit(text, { A: '1' })).toBe(expected);
  });

  it('with several changes at once', () => {
    expect(edit('A=1\nB=2\nC=3\n', { C: 'x', A: undefined, D: 'y', E: undefined })).toBe('B=2\nC=x\nD=y\n');
  });

  it('not where a mark that nothing closes would take the change into another value', () => {
    expect(() => edit(`X='open\n`, { KEY: 'two words' })).toThrow(
      expect.objectContaining({ code: 'not_writable', secretName: 'X' }),
    );
    expect(edit(`X='open\n`, { KEY: 'plain' })).toBe(`X='open\nKEY=plain\n`);
  });

  it('so that only what was asked for changes, whatever the text', () => {
    const piece = fc.constantFrom('A=', 'B=', 'AB=', 'export A=', '\n', '\r\n', "'", '"', '`', '#', ' ', 'x', '\\');
    const text = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.option(fc.constantFrom('new', 'two words', "it's"), { nil: undefined }), (before, value) => {
        const after = editOrRefuse(before, value);
        if (after === undefined) return;
        const expected = new Map(parseDotenv(before));
        if (value === undefined) expected.delete('A');
        else expected.set('A', value);
        expect(ours(after)).toEqual(Object.fromEntries(expected));
      }),
      { seed: 11, numRuns: 3_000 },
    );
  });

  function editOrRefuse(text: string, value: string | undefined): string | undefined {
    try {
      return edit(text, { A: value });
    } catch {
      return undefined;
    }
  }
});

it('The values that a dotenv text alone may hold are those of every line, but for blanks and references', () => {
  const text = `A=1\nA='2'\nA=1 # c\nB=\nC=' '\nD=wicketgate:D\nE="a" b # c\nF="x\nA=no"\nG="open\n`;
  expect(Object.fromEntries(plainValues(text))).toEqual({
    A: ['1', '2', '1'],
    E: ['"a" b'],
    F: ['x\nA=no'],
    G: ['"open'],
  });
});
