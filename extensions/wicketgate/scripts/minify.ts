import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The part of vite that is needed: it comes with vitest. */
interface Minifier {
  readonly minify: (
    name: string,
    code: string,
    options: { compress: { target: string }; mangle: { toplevel: boolean }; module: boolean },
  ) => Promise<{ readonly code: string; readonly errors: readonly unknown[] }>;
}

/** Takes another twentieth off programs of CommonJS, in place. `root` is the workspace. Throws for what is no program. */
export async function minifyFiles(files: readonly string[], root: string): Promise<void> {
  const { minify } = await findMinifier(root);
  for (const file of files) {
    const options = { compress: { target: 'node22' }, mangle: { toplevel: true }, module: false };
    const { code, errors } = await minify(path.basename(file), await readFile(file, 'utf8'), options);
    if (errors.length > 0) throw new Error(`${file} could not be made smaller: ${JSON.stringify(errors[0])}`);
    await writeFile(file, code);
  }
}

async function findMinifier(root: string): Promise<Minifier> {
  const ofRoot = createRequire(path.join(root, 'package.json'));
  const ofVitest = createRequire(ofRoot.resolve('vitest/package.json'));
  return (await import(ofVitest.resolve('vite'))) as Minifier;
}
