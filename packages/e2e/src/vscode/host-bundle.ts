import path from 'node:path';
import { build } from 'tsup';

export interface HostBundle {
  readonly entry: string;
  /** Where the bundle goes, with its ending. */
  readonly file: string;
}

/** Bundles TypeScript into one file of CommonJS, as the extension host loads it. Nothing but `vscode` stays outside. */
export async function bundleForHost({ entry, file }: HostBundle): Promise<void> {
  const { dir, name, ext } = path.parse(file);
  await build({
    config: false,
    entry: { [name]: entry },
    outDir: dir,
    outExtension: () => ({ js: ext }),
    format: ['cjs'],
    platform: 'node',
    target: 'node22',
    external: ['vscode'],
    noExternal: [/^(?!vscode$)/],
    removeNodeProtocol: false,
    silent: true,
    esbuildOptions(esbuild) {
      esbuild.conditions = ['@wicketgate/source', 'module'];
    },
  });
}
