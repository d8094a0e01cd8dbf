import { Secret } from '@wicketgate/core';
import { expect, test } from 'vitest';
import { leftBehindText } from '../../src/rules/left-behind.ts';

const values = (entries: Readonly<Record<string, string>>) =>
  new Map(Object.entries(entries).map(([name, value]) => [name, new Secret(value)]));
const given = values({ A: '1', B: '2', OLD_A: '1' });

test('the file may go when all that it holds was stored, under whichever name', () => {
  expect(leftBehindText('a.env', { given, taken: values({ A: '1', B: '2' }), doubts: [] })).toBe(
    'The values are still in a.env: delete it when all works.',
  );
});

test.each([
  ['a value was not taken', 'a.env', { A: '1' }],
  ['another value was stored', 'a.env', { A: '1', B: '3' }],
  ['nothing was taken', 'a.env', {}],
  ['it came through a pipe', '-', { A: '1', B: '2' }],
  ['it came through a pipe of the shell', '/dev/fd/63', { A: '1', B: '2' }],
  ['it came through a pipe of the process', '/proc/self/fd/0', { A: '1', B: '2' }],
])('no file is to be deleted when %s', (_, path, taken) => {
  expect(leftBehindText(path, { given, taken: values(taken), doubts: [] })).toBeUndefined();
});

test('nothing was taken of a file that holds nothing', () => {
  expect(leftBehindText('a.env', { given: new Map(), taken: new Map(), doubts: [] })).toBeUndefined();
});

test('no file is to be deleted of which something was not read', () => {
  const taken = values({ A: '1', B: '2' });
  expect(leftBehindText('a.env', { given, taken, doubts: ['Line 3 was cut off.'] })).toBeUndefined();
});
