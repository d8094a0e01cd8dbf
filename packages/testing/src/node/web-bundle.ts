import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';

export interface WebBundle {
  readonly code: string;
  readonly inputs: Metafile['inputs'];
}

export interface WebBundleOptions {
  /** The module on whose behalf the program imports: `import.meta.url` of a test. */
  readonly from: string;
  /** What is left out: `node:*`. Default nothing. */
  readonly external?: string[];
}

/** Bundles a program over our sources as a web project would: no Node module is at hand, everything is taken in. */
export async function bundleForWeb(program: string, { from, external = [] }: WebBundleOptions): Promise<WebBundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL('.', from)), loader: 'ts' },
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
