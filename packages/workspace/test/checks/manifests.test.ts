import { describe, expect, test } from 'vitest';
import { sizeFaults } from '../../checks/file-sizes.ts';
import { manifestFaults } from '../../checks/manifests.ts';
import { packedManifestFaults } from '../../checks/tarballs.ts';

describe('dependencies between packages', () => {
  const faults = (folder: string, dependencies: Record<string, string>): string[] =>
    manifestFaults([{ name: folder, folder, manifest: { name: folder, version: '1.0.0', dependencies } }], '@acme');

  test('those in the row of the table are taken, and versions from the catalog', () => {
    expect(faults('packages/core', { '@acme/contract': 'workspace:^', undici: 'catalog:' })).toEqual([]);
    expect(faults('packages/e2e', { '@acme/gateway': 'workspace:*' })).toEqual([]);
  });

  test('others are not', () => {
    expect(faults('packages/contract', { '@acme/core': 'workspace:^' })).toHaveLength(1);
    expect(faults('packages/core', { undici: '^8.0.0' })).toHaveLength(1);
    expect(faults('packages/novelty', {})).toHaveLength(1);
  });
});

describe('sizes of source files', () => {
  const files = (...counts: number[]): Map<string, number> =>
    new Map(counts.map((count, index) => [`${index}`, count]));

  test('300 lines are the most', () => {
    expect(sizeFaults(files(...Array<number>(19).fill(10), 300))).toEqual([]);
    expect(sizeFaults(files(...Array<number>(19).fill(10), 301))).toHaveLength(1);
  });

  test('nine in ten have at most 200', () => {
    expect(sizeFaults(files(...Array<number>(9).fill(200), 201))).toEqual([]);
    expect(sizeFaults(files(...Array<number>(8).fill(200), 201, 201))).toHaveLength(1);
  });
});

describe('a packed manifest', () => {
  const good = {
    license: 'MIT',
    repository: { directory: 'packages/core' },
    publishConfig: { registry: 'https://npm.pkg.github.com' },
    type: 'module',
    engines: { node: '>=22' },
    dependencies: { '@acme/contract': '^1.0.0' },
  };
  const faults = (change: object): string[] => packedManifestFaults(JSON.stringify({ ...good, ...change }));

  test('is fit to publish', () => {
    expect(faults({})).toEqual([]);
  });

  test.each([
    { dependencies: { '@acme/contract': 'workspace:^' } },
    { dependencies: { zod: 'catalog:' } },
    { exports: { '.': { '@acme/source': './src/index.ts' } } },
    { license: undefined },
    { repository: {} },
    { publishConfig: {} },
    { type: 'commonjs' },
    { engines: {} },
  ])('is not with %o', (change) => {
    expect(faults(change)).toHaveLength(1);
  });
});
