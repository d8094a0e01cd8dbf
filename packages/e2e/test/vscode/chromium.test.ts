import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findChromium } from '../../src/vscode/chromium.ts';

const only =
  (...files: string[]) =>
  (file: string) =>
    files.includes(file);
const folder = path.resolve('/opt/browsers');
const PATH = ['relative', folder].join(path.delimiter);

describe('The browser of the VS Code tests', () => {
  test('is the one that CHROMIUM_PATH names', () => {
    expect(findChromium({ CHROMIUM_PATH: '/opt/mine', PATH }, only('/opt/mine', path.join(folder, 'chromium')))).toBe(
      '/opt/mine',
    );
  });

  test('is else the first of the usual names on the path: Chromium before Chrome', () => {
    const both = only(path.join(folder, 'google-chrome'), path.join(folder, 'chromium'));
    expect(findChromium({ PATH }, both)).toBe(path.join(folder, 'chromium'));
    expect(findChromium({ CHROMIUM_PATH: '', PATH }, only(path.join(folder, 'google-chrome')))).toBe(
      path.join(folder, 'google-chrome'),
    );
  });

  test('is never taken from a folder that is relative to wherever the tests run', () => {
    expect(() => findChromium({ PATH }, only(path.join('relative', 'chromium')))).toThrow(/install/);
  });

  test('is missing in one sentence that says what to install', () => {
    expect(() => findChromium({ PATH }, () => false)).toThrow(/apt-get install chromium/);
    expect(() => findChromium({ CHROMIUM_PATH: '/opt/gone', PATH }, () => false)).toThrow(
      /CHROMIUM_PATH names \/opt\/gone/,
    );
  });
});
