import { build, type Metafile } from 'esbuild';

export interface Bundle {
  readonly code: string;
  readonly inputs: Metafile['inputs'];
}

/** Bundles a program over the neutral entry as a web project would: no Node module is at hand, everything is taken in. */
export async function bundleForWeb(program: string, external: string[] = []): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: new URL('..', import.meta.url).pathname, loader: 'ts' },
    bundle: true,
    external,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    conditions: ['@wicketgate/source'],
    metafile: true,
    write: false,
  });
  return { code: outputFiles[0]?.text ?? '', inputs: metafile.inputs };
}
