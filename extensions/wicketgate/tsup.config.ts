import path from 'node:path';
import { defineConfig } from 'tsup';
import { writeBundles } from './scripts/l10n-bundles.ts';

/** One file of CommonJS: VS Code loads it by `require`, and no module of ours is looked up on a stranger's machine. */
export default defineConfig(({ outDir = 'dist' }) => ({
  entry: { extension: 'src/extension.ts' },
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
  esbuildOptions(options) {
    // Straight from the sources, so that no build of another package can be older than they are.
    options.conditions = ['@wicketgate/source', 'module'];
  },
  onSuccess: () => writeBundles(path.join(import.meta.dirname, 'l10n'), path.resolve(outDir, 'l10n')),
}));
