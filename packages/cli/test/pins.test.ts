import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as entry from '../src/index.ts';
import { EXIT } from '../src/words/exit-codes.ts';

test('the package exports these names and no others', () => {
  expect(Object.keys(entry)).toEqual(['runCli']);
});

test('exit codes never change', () => {
  expect(EXIT).toEqual({
    done: 0,
    failed: 1,
    usage: 2,
    refused: 3,
    notFound: 4,
    unreachable: 5,
    throttled: 6,
    configuration: 78,
    interrupted: 130,
  });
});

test('the bin and the entry are named as before', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    bin: unknown;
    exports: object;
  };
  expect(manifest.bin).toEqual({ wicketgate: './dist/bin.js' });
  expect(Object.keys(manifest.exports)).toEqual(['.', './package.json']);
});
