import { describe, expect, test } from 'vitest';
import { lintTree } from './lint-tree.ts';

const use = (name: string): string => `import { one } from '${name}';\nexport const two = one;\n`;

describe('who may import whom', () => {
  test('a package may import those in its row of the table, and itself', async () => {
    expect(
      await lintTree({
        'packages/core/src/index.ts': use('@acme/contract'),
        'packages/core/src/own.ts': use('@acme/core'),
        'packages/gateway/src/index.ts': use('@acme/core'),
        'packages/e2e/src/index.ts': use('@acme/gateway'),
      }),
    ).toEqual([]);
  });

  test('a package may not import what its row does not name, in whatever way it is written', async () => {
    expect(
      await lintTree({
        'packages/contract/src/static.ts': use('@acme/core'),
        'packages/contract/src/typed.ts': `import type { One } from '@acme/core';\nexport type Two = One;\n`,
        'packages/contract/src/again.ts': `export { one } from '@acme/core';\n`,
        'packages/contract/src/all.ts': `export * from '@acme/core';\n`,
        'packages/contract/src/late.ts': `export const late = (): Promise<unknown> => import('@acme/core');\n`,
        'packages/contract/src/inline.ts': `export type Two = import('@acme/core').One;\n`,
        'packages/contract/src/entry.ts': use('@acme/core/auth'),
      }),
    ).toEqual(
      ['again', 'all', 'entry', 'inline', 'late', 'static', 'typed'].map(
        (name) => `packages/contract/src/${name}.ts: house/import-table`,
      ),
    );
  });

  test('tests may import anything but what is only started', async () => {
    expect(
      await lintTree({
        'packages/contract/test/one.test.ts': use('@acme/gateway'),
        'packages/gateway/test/one.test.ts': use('@acme/cli'),
        'packages/cli/test/one.test.ts': use('@acme/cli'),
      }),
    ).toEqual(['packages/gateway/test/one.test.ts: house/import-table']);
  });

  test('sources may not reach out of their package by path; tests may', async () => {
    expect(
      await lintTree({
        'packages/core/src/index.ts': use('../../contract/src/index.ts'),
        'packages/core/src/up.ts': use('../test/double.ts'),
        'packages/core/test/double.ts': use('../../contract/test/double.ts'),
      }),
    ).toEqual(['packages/core/src/index.ts: house/import-table']);
  });

  test('a package that has no row may import nothing of ours', async () => {
    expect(await lintTree({ 'packages/novelty/src/index.ts': use('@acme/contract') })).toEqual([
      'packages/novelty/src/index.ts: house/import-table',
    ]);
  });

  test('the gateway takes the neutral entry of the secret manager alone', async () => {
    expect(
      await lintTree({
        'packages/gateway/src/good.ts': use('@acme/secrets'),
        'packages/gateway/src/node/bad.ts': use('@acme/secrets/node'),
      }),
    ).toEqual(['packages/gateway/src/node/bad.ts: house/import-table']);
  });
});
