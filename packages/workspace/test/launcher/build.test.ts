import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ensureBuilt, inputsOf, isStale, promisedFiles } from '../../launcher/build.mjs';
import { LauncherError } from '../../launcher/launcher-error.mjs';
import { readProjects } from '../../launcher/projects.mjs';
import { createStamps } from '../../launcher/stamps.mjs';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';

describe('which builds are stale', () => {
  test.each([
    { kind: 'javascript', stamp: undefined, complete: false, stale: true },
    { kind: 'javascript', stamp: 'javascript now', complete: true, stale: false },
    { kind: 'javascript', stamp: 'javascript old', complete: true, stale: true },
    { kind: 'javascript', stamp: 'javascript now', complete: false, stale: true },
    { kind: 'javascript', stamp: 'full now', complete: true, stale: false },
    { kind: 'full', stamp: 'full now', complete: true, stale: false },
    { kind: 'full', stamp: 'javascript now', complete: true, stale: true },
    { kind: 'full', stamp: 'full old', complete: true, stale: true },
  ] as const)('wanted: $kind, built: $stamp, complete: $complete -> stale: $stale', ({ stale, ...state }) => {
    expect(isStale({ ...state, wanted: 'now' })).toBe(stale);
  });

  test('a package promises what its manifest names, declarations only in a full build', () => {
    const manifest = {
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './package.json': './package.json' },
      bin: { one: './dist/bin.js' },
    };
    expect(promisedFiles(manifest, 'javascript')).toEqual(['./dist/index.js', './dist/bin.js']);
    expect(promisedFiles(manifest, 'full')).toEqual(['./dist/index.js', './dist/index.d.ts', './dist/bin.js']);
  });

  test('an extension promises its one file', () => {
    expect(promisedFiles({ main: './dist/extension.cjs' }, 'full')).toEqual(['./dist/extension.cjs']);
  });

  test('a program in one file is made from its dependencies as well, a library from itself alone', () => {
    const project = (name: string, manifest: object) => ({ name, folder: `packages/${name}`, manifest, built: true });
    const far = project('far', {});
    const near = project('near', { dependencies: { far: 'workspace:*' } });
    const program = project('program', { main: './dist/program.cjs', dependencies: { near: 'workspace:*' } });
    const inputs = (of: typeof far) => inputsOf([far, near, program], of);
    expect(inputs(program)).toEqual(
      expect.arrayContaining(['packages/far/src', 'packages/near/src', 'packages/program/src']),
    );
    expect(inputs(near)).toEqual(expect.arrayContaining(['packages/near/src']));
    expect(inputs(near)).not.toContain('packages/far/src');
  });
});

/** Stands for the bundler: writes what it was asked for, and fails where the source says so. */
const BUNDLER = `
  const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
  const source = readFileSync('src/index.ts', 'utf8');
  if (source === 'broken') process.exit(3);
  appendFileSync('builds.log', process.env.WICKETGATE_BUILD + '\\n');
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/index.js', source);
  if (process.env.WICKETGATE_BUILD === 'full') writeFileSync('dist/index.d.ts', source);
`;

function workspaceToBuild() {
  const root = temporaryFolder({
    'node_modules/tsup/package.json': '{"bin":{"tsup":"cli.cjs"}}',
    'node_modules/tsup/cli.cjs': BUNDLER,
    'packages/one/package.json': JSON.stringify({
      name: '@acme/one',
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    }),
    'packages/one/tsup.config.ts': '',
    'packages/one/src/index.ts': 'first',
  });
  const stamps = createStamps(root);
  const build = (kind: 'javascript' | 'full'): Promise<void> =>
    ensureBuilt({ root, node: process.execPath, kind, projects: readProjects(root), stamps, announce: String });
  const read = (file: string): string => readFileSync(path.join(root, 'packages/one', file), 'utf8');
  const has = (file: string): boolean => existsSync(path.join(root, 'packages/one', file));
  const change = (text: string): void => writeFiles(root, { 'packages/one/src/index.ts': text });
  return { root, build, read, has, change };
}

describe('building', () => {
  test('happens once for each state of the sources', async () => {
    const { build, read, change } = workspaceToBuild();
    await build('javascript');
    await build('javascript');
    expect(read('builds.log')).toBe('javascript\n');
    change('second');
    await build('javascript');
    expect(read('builds.log')).toBe('javascript\njavascript\n');
    expect(read('dist/index.js')).toBe('second');
  });

  test('a build of JavaScript alone is not taken for a full one, and leaves no declarations of an earlier one', async () => {
    const { build, read, has, change } = workspaceToBuild();
    await build('javascript');
    await build('full');
    expect(read('builds.log')).toBe('javascript\nfull\n');
    expect(has('dist/index.d.ts')).toBe(true);
    change('second');
    await build('javascript');
    expect(has('dist/index.d.ts')).toBe(false);
  });

  test('a build that fails says so with its exit code, and is tried again', async () => {
    const { build, read, change } = workspaceToBuild();
    change('broken');
    await expect(build('javascript')).rejects.toThrow(LauncherError);
    await expect(build('javascript')).rejects.toMatchObject({ exitCode: 3 });
    change('mended');
    await build('javascript');
    expect(read('dist/index.js')).toBe('mended');
  });
});
