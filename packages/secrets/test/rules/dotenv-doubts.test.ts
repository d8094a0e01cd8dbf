import { expect, it } from 'vitest';
import { findDotenvDoubts } from '../../src/rules/dotenv-doubts.ts';

const doubts = (text: string) => findDotenvDoubts(text).map(({ line, kind }) => `${line} ${kind}`);

it.each([
  ['A=p#ssw0rd123', ['1 cut']],
  ['A=#ssw0rd123', ['1 cut']],
  ["A='it''s'", ['1 cut']],
  ['A="x" trailing', ['1 cut']],
  [String.raw`A="a\"b"`, ['1 cut']],
  ['A="x"#y', ['1 cut']],
  ['A=1\nB: yaml\nC=2', ['2 skipped']],
  ['A=1\r\nMY KEY=foo\r\nonly words\r\n', ['2 skipped', '3 skipped']],
  ['\uFEFFwords\nA="1\n2"\n\nmore words', ['1 skipped', '5 skipped']],
  ['A=1\nA=2\n', ['1 overridden']],
  ['A=1\nA=\n', ['1 overridden']],
])('what a dotenv text says and nobody reads is told by its line: %j', (text, expected) => {
  expect(doubts(text)).toEqual(expected);
});

it.each([
  '',
  '# a comment\n  # another\n\n \t\nA=1 # one\nB="2" # two\nC= # none\nexport D=\'4\'\n',
  'A="p#q"\nB=\'# b\'\nC=""\nD="un#closed',
  'A=1\nA=1\nB=wicketgate:B\nB=2\nC=\nC=3\n',
])('a text that is read whole leaves no doubt: %j', (text) => {
  expect(doubts(text)).toEqual([]);
});
