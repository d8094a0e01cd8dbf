import { build } from 'esbuild';

/** Bundles a program as a web project would: no Node module is at hand, everything is taken in. */
export async function bundleForWeb(program: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: new URL('.', import.meta.url).pathname, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    conditions: ['@wicketgate/source'],
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
