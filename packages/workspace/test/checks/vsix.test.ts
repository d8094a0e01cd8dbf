import { expect, test } from 'vitest';
import { archiveFaults } from '../../checks/vsix.ts';
import { zipEntries } from '../../checks/zip.ts';
import { zipFile } from '../../../cli/test/zip-file.ts';

const SOURCE = { publisher: 'wicketgate', name: 'wicketgate', version: '1.2.3', main: './dist/extension.cjs' };

/** Every file of a good package. */
const GOOD: Readonly<Record<string, string>> = {
  '[Content_Types].xml': '<Types/>',
  'extension.vsixmanifest': '<Identity Language="en-US" Id="wicketgate" Version="1.2.3" Publisher="wicketgate" />',
  'extension/LICENSE.txt': 'MIT',
  'extension/PRIVACY.md': '',
  'extension/changelog.md': '',
  'extension/dist/extension.cjs': '"use strict";',
  'extension/dist/l10n/bundle.l10n.de.json': '{}',
  'extension/dist/l10n/bundle.l10n.json': '{}',
  'extension/dist/tools.cjs': '"use strict";',
  'extension/icon.png': '',
  'extension/media/gate.svg': '<svg/>',
  'extension/media/walkthrough/account.svg': '<svg/>',
  'extension/media/walkthrough/gateway.svg': '<svg/>',
  'extension/media/walkthrough/key.svg': '<svg/>',
  'extension/package.json': JSON.stringify(SOURCE),
  'extension/package.nls.de.json': '{}',
  'extension/package.nls.json': '{}',
  'extension/readme.md': '# Wicketgate',
};

/** The faults of the good package after a change; undefined takes a file away. */
function faults(change: Readonly<Record<string, string | undefined>> = {}): string[] {
  const files = Object.entries({ ...GOOD, ...change });
  return archiveFaults(zipFile(files.flatMap(([name, text]) => (text === undefined ? [] : [{ name, text }]))), SOURCE);
}

/** A key as the gateway makes them, put together so that no scanner of this tree takes it for one. */
const KEY = ['wg', 'live', '0123456789abcdefghijABCDEFGHIJ012345678901234567'].join('_');

test('a good package has no fault', () => {
  expect(faults()).toEqual([]);
});

test.each([
  ['extension/.env', 'A=b', 'extension/.env is not for packaging.'],
  ['extension/src/extension.ts', '', 'extension/src/extension.ts is not for packaging.'],
  ['extension/dist/extension.cjs.map', '{}', 'extension/dist/extension.cjs.map is not for packaging.'],
  ['extension/PRIVACY.md', undefined, 'extension/PRIVACY.md is missing.'],
  [
    'extension/dist/extension.cjs',
    `const key='${KEY}'`,
    'extension/dist/extension.cjs holds what looks like a secret.',
  ],
  ['extension/readme.md', `ghp_${'a'.repeat(36)}`, 'extension/readme.md holds what looks like a secret.'],
  ['extension/icon.png', '-----BEGIN PRIVATE KEY-----', 'extension/icon.png holds what looks like a secret.'],
  ['extension/dist/extension.cjs', '1\n//# sourceMappingURL=a.map', 'extension/dist/extension.cjs names a source map.'],
])('%s as %j is a fault', (name, text, fault) => {
  expect(faults({ [name]: text })).toEqual([fault]);
});

test.each([{ publisher: 'other' }, { name: 'other' }, { version: '1.2.4' }])(
  'a manifest with %o is a fault',
  (change) => {
    expect(faults({ 'extension/package.json': JSON.stringify({ ...SOURCE, ...change }) })).toEqual([
      'The packaged manifest names another extension.',
    ]);
  },
);

test.each(['Id="wicketgate"', 'Version="1.2.3"', 'Publisher="wicketgate"'])(
  'an identity without %s is a fault',
  (each) => {
    const manifest = GOOD['extension.vsixmanifest']?.replace(` ${each}`, '');
    expect(faults({ 'extension.vsixmanifest': manifest })).toEqual([`The identity lacks ${each}.`]);
  },
);

test.each(['./dist/other.cjs', undefined])('a manifest whose program is %s is a fault', (main) => {
  expect(faults({ 'extension/package.json': JSON.stringify({ ...SOURCE, main }) })).toEqual([
    'The packaged manifest names no program that is there.',
  ]);
});

test('265,000 bytes are the most, screenshots left out', () => {
  const rest = 265_000 - zipFile(Object.entries(GOOD).map(([name, text]) => ({ name, text }))).length;
  const icon = (length: number) => ({ 'extension/icon.png': 'x'.repeat(length) });
  expect(faults(icon(rest))).toEqual([]);
  expect(faults(icon(rest + 1))).toEqual([expect.stringContaining('has 265001 bytes')]);
  expect(faults({ 'extension/media/screenshots/account.png': 'x'.repeat(400_000) })).toEqual([]);
});

test('an archive is read by its directory, and what is none is refused', () => {
  const archive = zipFile([{ name: 'one', text: 'first' }, { name: 'zwei/drei' }], 'a comment');
  expect(zipEntries(archive).map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
    ['one', 'first'],
    ['zwei/drei', ''],
  ]);
  expect(() => zipEntries(Buffer.from('PK but nothing else'))).toThrow(TypeError);
});
