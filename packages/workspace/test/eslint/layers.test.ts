import { describe, expect, test } from 'vitest';
import { lintTree } from './lint-tree.ts';

const use = (name: string): string => `import type { One } from '${name}';\nexport type Two = One;\n`;
const ONE = 'export type One = string;\n';

describe('layers of a package', () => {
  test('a file may import its own layer and those to the left of it', async () => {
    expect(
      await lintTree({
        'packages/gateway/src/domain/one.ts': ONE,
        'packages/gateway/src/domain/two.ts': use('./one.ts'),
        'packages/gateway/src/ports/two.ts': use('../domain/one.ts'),
        'packages/gateway/src/storage/two.ts': use('../ports/two.ts'),
        'packages/gateway/src/services/two.ts': use('../storage/two.ts'),
        'packages/gateway/src/http/routes/two.ts': use('../../services/two.ts'),
        'packages/gateway/src/index.ts': use('./http/routes/two.ts'),
      }),
    ).toEqual([]);
  });

  test.each([
    ['words', 'rules'],
    ['rules', 'ports'],
    ['ports', 'adapters'],
    ['adapters', 'services'],
    ['services', 'http'],
  ])('src/%s may not import src/%s', async (left, right) => {
    expect(
      await lintTree({
        [`packages/gateway/src/${left}/two.ts`]: use(`../${right}/one.ts`),
        [`packages/gateway/src/${right}/one.ts`]: ONE,
      }),
    ).toEqual([`packages/gateway/src/${left}/two.ts: house/layers`]);
  });

  test('nothing below imports a file that stands directly in src', async () => {
    expect(
      await lintTree({
        'packages/core/src/options.ts': ONE,
        'packages/core/src/services/two.ts': use('../options.ts'),
        'packages/core/src/index.ts': use('./options.ts'),
      }),
    ).toEqual(['packages/core/src/services/two.ts: house/layers']);
  });

  test('the Node folders of core are adapters: they may not import services', async () => {
    expect(
      await lintTree({
        'packages/core/src/services/one.ts': ONE,
        'packages/core/src/node/two.ts': use('../services/one.ts'),
        'packages/core/src/files/two.ts': use('../services/one.ts'),
      }),
    ).toEqual(['packages/core/src/files/two.ts: house/layers', 'packages/core/src/node/two.ts: house/layers']);
  });

  test('a folder that is no layer is refused', async () => {
    expect(await lintTree({ 'packages/core/src/stuff/one.ts': ONE })).toEqual([
      'packages/core/src/stuff/one.ts: house/layers',
    ]);
  });
});
