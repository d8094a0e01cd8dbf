import { expect, test } from 'vitest';
import { signInWay } from '../../src/rules/sign-in-way.ts';

test.each([
  [{}, true, 'browser'],
  [{}, false, 'device'],
  [{ open: true }, true, 'browser'],
  [{ open: false }, true, 'device'],
  [{ device: true }, true, 'device'],
  [{ device: true, open: true }, true, 'device'],
  [{ browser: true }, false, 'browser'],
  [{ browser: true, open: false }, true, 'browser'],
  [{ key: true }, true, 'key'],
  [{ keyFile: 'my.key' }, true, 'key'],
  [{ keyStdin: true }, false, 'key'],
  [{ key: true, keyFile: 'my.key' }, true, 'key'],
] as const)('%j, pages shown here: %j: %s', (flags, canShowPages, way) => {
  expect(signInWay(flags, canShowPages)).toEqual({ ok: true, way });
});

test.each([
  { device: true, browser: true },
  { device: true, key: true },
  { browser: true, key: true },
  { device: true, keyFile: 'my.key' },
  { browser: true, keyStdin: true },
] as const)('%j contradicts itself', (flags) => {
  expect(signInWay(flags, true)).toMatchObject({ ok: false });
});
