import { describe, expect, test } from 'vitest';
import { lintTree } from './lint-tree.ts';

describe('import cycles', () => {
  test('files that import each other are refused, however far around', async () => {
    expect(
      await lintTree({
        'packages/core/src/rules/one.ts': "import { two } from './two.ts';\nexport const one = (): unknown => two;\n",
        'packages/core/src/rules/two.ts':
          "import { three } from './three.ts';\nexport const two = (): unknown => three;\n",
        'packages/core/src/rules/three.ts':
          "import { one } from './one.ts';\nexport const three = (): unknown => one;\n",
        'packages/core/src/rules/four.ts': "import { one } from './one.ts';\nexport const four = one;\n",
      }),
    ).toEqual(['one', 'three', 'two'].map((name) => `packages/core/src/rules/${name}.ts: import-x/no-cycle`));
  });
});

describe('neutral sources', () => {
  test('they may not import a module of Node, or what needs one', async () => {
    const use = (name: string): string => `import { one } from '${name}';\nexport const two = one;\n`;
    expect(
      await lintTree({
        'packages/core/src/rules/prefixed.ts': use('node:fs'),
        'packages/core/src/rules/bare.ts': use('fs/promises'),
        'packages/core/src/near.ts': use('./files/one.ts'),
        'packages/gateway/src/app.ts': use('@acme/core/node'),
        'packages/gateway/src/good.ts': use('@acme/core'),
        'packages/gateway/src/node/good.ts': use('@acme/core/node'),
        'packages/core/src/files/one.ts': use('node:fs'),
        'packages/core/src/files.ts': use('./files/one.ts'),
        'packages/cli/src/rules/good.ts': use('node:path'),
      }),
    ).toEqual([
      'packages/core/src/near.ts: house/neutral',
      'packages/core/src/rules/bare.ts: house/neutral',
      'packages/core/src/rules/prefixed.ts: house/neutral',
      'packages/gateway/src/app.ts: house/neutral',
    ]);
  });
});

describe('what needs an extension host', () => {
  test('vscode and its types are for the host folder and the edges of the kit, and for extensions', async () => {
    const use = "import * as vscode from 'vscode';\nexport const one = vscode;\n";
    const type = "import type { Uri } from 'vscode';\nexport type One = Uri;\n";
    expect(
      await lintTree({
        'packages/vscode-kit/src/host/settings.ts': use,
        'packages/vscode-kit/src/gate.ts': type,
        'packages/vscode-kit/test/example/extension.ts': use,
        'extensions/one/src/extension.ts': use,
        'extensions/one/src/views/account.ts': type,
        'packages/vscode-kit/src/manifest.ts': type,
        'packages/vscode-kit/src/page.ts': type,
        'packages/vscode-kit/src/services/engine.ts': type,
        'packages/vscode-kit/src/rules/inline.ts': "export type One = import('vscode').Uri;\n",
        'packages/vscode-kit/src/ports/late.ts': "export const late = (): Promise<unknown> => import('vscode');\n",
        'packages/core/src/index.ts': use,
        'packages/e2e/src/vscode/browser.ts': type,
      }),
    ).toEqual(
      [
        'core/src/index',
        'e2e/src/vscode/browser',
        'vscode-kit/src/manifest',
        'vscode-kit/src/page',
        'vscode-kit/src/ports/late',
        'vscode-kit/src/rules/inline',
        'vscode-kit/src/services/engine',
      ].map((name) => `packages/${name}.ts: house/vscode-import`),
    );
  });
});

describe('how files are named and how big they are', () => {
  test('names are kebab-case and say what is inside', async () => {
    const source = 'export const one = 1;\n';
    expect(
      await lintTree({
        'packages/core/src/rules/retry-delay.ts': source,
        'packages/core/test/rules/retry-delay.test.ts': source,
        'packages/core/src/rules/retryDelay.ts': source,
        'packages/core/src/rules/utils.ts': source,
        'packages/core/test/helpers.ts': source,
      }),
    ).toEqual([
      'packages/core/src/rules/retryDelay.ts: house/file-name',
      'packages/core/src/rules/utils.ts: house/file-name',
      'packages/core/test/helpers.ts: house/file-name',
    ]);
  });

  test('a source file has at most 300 lines', async () => {
    const lines = (count: number): string => 'export {};\n'.repeat(count);
    expect(
      await lintTree({
        'packages/core/src/rules/under.ts': lines(299),
        'packages/core/src/rules/at.ts': lines(300),
        'packages/core/src/rules/over.ts': lines(301),
      }),
    ).toEqual(['packages/core/src/rules/over.ts: max-lines']);
  });
});

describe('how things are imported', () => {
  test('zod comes by its small entry, our files by their own names, and nothing is exported as a default', async () => {
    expect(
      await lintTree({
        'packages/core/src/rules/good.ts': "import * as z from 'zod/mini';\nexport const one = z;\n",
        'packages/core/src/rules/big.ts': "import * as z from 'zod';\nexport const one = z;\n",
        'packages/core/src/rules/built.ts': "import { one } from './good.js';\nexport const two = one;\n",
        'packages/core/src/rules/whole.ts': 'export default 1;\n',
      }),
    ).toEqual([
      'packages/core/src/rules/big.ts: no-restricted-imports',
      'packages/core/src/rules/built.ts: no-restricted-imports',
      'packages/core/src/rules/whole.ts: import-x/no-default-export',
    ]);
  });
});
