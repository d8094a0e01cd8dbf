import { describe, expect, test } from 'vitest';
import { installNeeded, installParameters, pnpmCommand } from '../../launcher/install.mjs';

describe('what is installed before a command goes on', () => {
  const fresh = 'now';
  const cases = [
    {
      title: 'a new clone starts with what the gateway needs',
      purpose: 'start',
      stamps: {},
      full: false,
      needed: 'start',
    },
    { title: 'a new clone tests with everything', purpose: 'test', stamps: {}, full: false, needed: 'test' },
    { title: 'nothing changed since the last start', purpose: 'start', stamps: { start: fresh }, full: false },
    {
      title: 'a start is no preparation for tests',
      purpose: 'test',
      stamps: { start: fresh },
      full: false,
      needed: 'test',
    },
    { title: 'nothing changed since the last test', purpose: 'test', stamps: { test: fresh }, full: true },
    { title: 'tests prepare a start as well', purpose: 'start', stamps: { test: fresh }, full: true },
    { title: 'the lockfile changed', purpose: 'start', stamps: { start: 'old' }, full: false, needed: 'start' },
    { title: 'a full install is not shrunk', purpose: 'start', stamps: { test: 'old' }, full: true, needed: 'test' },
    { title: 'nor is one that was made by hand', purpose: 'start', stamps: {}, full: true, needed: 'test' },
  ] as const;

  test.each(cases)('$title', ({ purpose, stamps, full, ...rest }) => {
    expect(installNeeded({ purpose, wanted: fresh, stamps, full })).toBe('needed' in rest ? rest.needed : undefined);
  });
});

describe('how pnpm is called', () => {
  const pinned = 'pnpm@12.21.0';

  test('through npx, which may not ask, where npm runs us or nobody does', () => {
    expect(pnpmCommand(pinned, undefined)).toEqual(['npx', '-y', 'pnpm@12.21.0']);
    expect(pnpmCommand(pinned, 'npm/11.19.1 node/v20.20.2 linux x64')).toEqual(['npx', '-y', 'pnpm@12.21.0']);
  });

  test('directly where the pinned pnpm runs us, and through npx where another one does', () => {
    expect(pnpmCommand(pinned, 'pnpm/12.21.0 npm/? node/v24.21.0 linux x64')).toEqual(['pnpm']);
    expect(pnpmCommand(pinned, 'pnpm/11.0.0 npm/? node/v24.21.0 linux x64')).toEqual(['npx', '-y', 'pnpm@12.21.0']);
  });

  test('a start takes the gateway with all it needs, without tools; tests take everything', () => {
    expect(installParameters('start', '@acme').join(' ')).toBe(
      'install --frozen-lockfile --prod --filter @acme/gateway... --filter wicketgate-workspace',
    );
    expect(installParameters('test', '@acme').join(' ')).toBe('install --frozen-lockfile');
  });
});
