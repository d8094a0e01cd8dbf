import path from 'node:path';
import { defineConfig } from 'tsup';
import { writeBundles } from './scripts/l10n-bundles.ts';
import { leanClient } from './scripts/lean-client.ts';
import { minifyFiles } from './scripts/minify.ts';

/**
 * Two files of CommonJS: VS Code loads the first by `require`, and that one the second when tools are first wanted. No module of
 * ours is looked up on a stranger's machine.
 */
export default defineConfig(({ outDir = 'dist' }) => ({
  entry: { extension: 'src/extension.ts', tools: 'src/tools.ts' },
  outDir,
  outExtension: () => ({ js: '.cjs' }),
  format: ['cjs'],
  platform: 'node',
  target: 'node22',
  external: ['vscode'],
  noExternal: [/^(?!vscode$)/],
  minify: true,
  clean: true,
  silent: true,
  removeNodeProtocol: false,
  splitting: false,
  treeshake: true,
  esbuildPlugins: [leanClient()],
  esbuildOptions(options) {
    // Straight from the sources, so that no build of another package can be older than they are.
    options.conditions = ['@wicketgate/source', 'module'];
    // `require` in the place of `import()`: the host hands out `vscode` by it alone.
    options.supported = { 'dynamic-import': false };
  },
  onSuccess: async () => {
    const files = ['extension.cjs', 'tools.cjs'].map((name) => path.resolve(outDir, name));
    await minifyFiles(files, path.join(import.meta.dirname, '../..'));
    await writeBundles(path.join(import.meta.dirname, 'l10n'), path.resolve(outDir, 'l10n'));
  },
}));
