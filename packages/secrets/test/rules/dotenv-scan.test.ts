import { parseEnv } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanDotenv } from '../../src/rules/dotenv-scan.ts';
import { parseDotenv } from '../../src/rules/dotenv-text.ts';

const ours = (text: string): Record<string, string> => Object.fromEntries(parseDotenv(text));

describe('A dotenv text is read', () => {
  it.each([
    'A=1',
    'A = 1 ',
    '\t A=\tx\t',
    'export A=1',
    'export   A=1',
    'exportA=1',
    'export=1',
    'export =1',
    'export',
    'A="x\\ny"',
    "A='x\\ny'",
    'A=`x\\ny`',
    'A=x\\ny',
    'A="x\\ty\\r"',
    'A="x\\\\ny"',
    'A="a"b',
    'A="a" b # c',
    'A="a"#b\nB=1',
    'A=a#b',
    'A=a #b',
    'A=#x',
    'A= # c\nB=1',
    'A="a#b"',
    'A="a',
    "A='a # b\nB=1",
    'A="\nB=1',
    'A="x\\"',
    'A="a\\"b"',
    `A='a"b'`,
    `A="a'b"`,
    `A=\`a"b'c\``,
    `A='a' 'b'`,
    'A="a\nb"\nB=2',
    'A="a\r\nb"\r\nB=2',
    'A="a\n# c\nB=x"\nC=2',
    "A='it' # don't\nB=2",
    "# A='x\nB='y'",
    "A=1\n# it's\nB='x'",
    'A=',
    'A=\nB=1',
    'A=\r\nB=1',
    'A=""',
    "A=''",
    'A',
    'A\nB=1',
    'A: 1',
    'A-B=1',
    'A.B=1',
    '1A=2',
    'A=1\nA=2',
    'A=1\r\nB=2\r\n',
    'A=1\n\n\nB=2',
    '  # c',
    'A=a b c',
    'A=a=b',
    'A==',
    'A=$B',
    'A="${B}"',
    'A=$(rm -rf x)',
    'A=`date`',
    'A=a"b"',
    "A=x ' y",
    'A=é',
    'A=x\u00A0',
    'A=x\\',
    '',
  ])('as Node reads it: %j', (text) => {
    expect(ours(text)).toEqual({ ...parseEnv(text) });
  });

  it.each<[string, string, { here: Record<string, string>; node: Record<string, string> }]>([
    ['a byte order mark is no part of a name', '\uFEFFA=1', { here: { A: '1' }, node: { '\uFEFFA': '1' } }],
    ['a lone CR ends a line', 'A=1\rB=2', { here: { A: '1', B: '2' }, node: { A: '1B=2' } }],
    [
      'blanks alone are an empty value, and not the next line',
      'A= \nB=1',
      { here: { A: '', B: '1' }, node: { A: 'B=1' } },
    ],
    ['a name holds no blanks', 'A B=1', { here: {}, node: { 'A B': '1' } }],
    ['a name holds no marks', '"A"=1', { here: {}, node: { '"A"': '1' } }],
    ['a name is not empty', '=\nB=1', { here: { B: '1' }, node: { '': '', B: '1' } }],
    [
      '`export` is no part of a name, also before an empty value at the end',
      'export A=',
      { here: { A: '' }, node: { 'export A': '' } },
    ],
    ['a tab parts `export` from the name', 'export\tA=1', { here: { A: '1' }, node: { 'export\tA': '1' } }],
  ])('otherwise than Node reads it: %s', (_, text, { here, node }) => {
    expect(ours(text)).toEqual(here);
    expect({ ...parseEnv(text) }).toEqual(node);
  });

  it('with the line of each assignment, also behind a value of several lines', () => {
    const text = '# first\r\n\r\nA="1\r\n2"\r\nB=2\nexport A=3';
    expect(scanDotenv(text).map(({ name, value, line }) => [name, value, line])).toEqual([
      ['A', '1\n2', 3],
      ['B', '2', 5],
      ['A', '3', 6],
    ]);
  });

  it('without a name that an object would have by itself', () => {
    expect([...parseDotenv('__proto__=1\nconstructor=2')]).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
  });

  it('as Node reads it, whatever single lines of common characters it has', () => {
    const character = fc.constantFrom(...`AB=#'"\`\\n $x`.split(''));
    const line = fc.tuple(
      fc.constantFrom('A=', 'export B=x', 'C =', '#'),
      fc.string({ unit: character, maxLength: 12 }),
    );
    fc.assert(
      fc.property(line, ([first, rest]) => {
        const text = first + rest;
        expect(ours(text)).toEqual({ ...parseEnv(text) });
      }),
      { seed: 5, numRuns: 2_000 },
    );
  });
});

it('Reading takes linear time over what invites more: the longest text that is read here', () => {
  const hostile = [`A=${' '.repeat(200_000)}x`, `A='`.repeat(100_000), `A='x\nB="y\nC=\`z\n${'D=#\n'.repeat(100_000)}`];
  for (const text of hostile) expect(scanDotenv(text).length).toBeGreaterThan(0);
});
