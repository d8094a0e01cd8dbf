import { expect, test } from 'vitest';
import { isVsix } from '../../src/rules/vsix.ts';
import { vsixFile, zipFile } from '../zip-file.ts';

const NAME = 'extension.vsixmanifest';

test('an archive that names the manifest of an extension is one', () => {
  expect(isVsix(vsixFile())).toBe(true);
  expect(isVsix(zipFile([{ name: NAME }]))).toBe(true);
});

test.each([0, 1, 1_000, 0xffff])('a comment of %i characters at its end changes nothing', (length) => {
  expect(isVsix(zipFile([{ name: NAME }], 'x'.repeat(length)))).toBe(true);
});

test('a window into a larger buffer is read as what it shows', () => {
  const vsix = vsixFile();
  const within = Buffer.concat([Buffer.alloc(7), vsix, Buffer.alloc(9)]);
  expect(isVsix(within.subarray(7, 7 + vsix.length))).toBe(true);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a page', Buffer.from(`<!doctype html><title>${NAME}</title>`)],
  ['an archive without the name', zipFile([{ name: 'package/package.json' }])],
  ['an archive that has the name in a folder', zipFile([{ name: `extension/${NAME}` }])],
  ['an archive that has the name in a text', zipFile([{ name: 'readme', text: NAME }])],
  ['an archive that is empty', zipFile([])],
  ['an archive whose end is missing', vsixFile().subarray(0, -22)],
  ['an archive whose beginning is missing', vsixFile().subarray(1)],
])('%s is none', (_, bytes) => {
  expect(isVsix(bytes)).toBe(false);
});

test('an archive that is cut or spoilt anywhere breaks nothing', () => {
  const vsix = vsixFile();
  for (let length = 0; length < vsix.length; length++) expect(isVsix(vsix.subarray(0, length))).toBe(false);
  for (let at = 0; at < vsix.length; at++) {
    const spoilt = Buffer.from(vsix);
    spoilt[at] = (spoilt[at] ?? 0) ^ 0xff;
    expect(() => isVsix(spoilt)).not.toThrow();
  }
});
