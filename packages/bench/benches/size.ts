import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { atMost, type Figure, figureOf } from '../src/figure.ts';

/** What a program writes to use a part of us, and how much that part may weigh. */
const PARTS = [
  { figure: 'core, all of its neutral entry', entry: `export * from '@wicketgate/core';`, limit: 25 },
  { figure: 'core, AuthValidator alone', entry: `export { AuthValidator } from '@wicketgate/core';`, limit: 25 },
  { figure: 'contract, parseApiKey alone', entry: `export { parseApiKey } from '@wicketgate/contract';`, limit: 1 },
] as const;

/** Kilobytes (1,000 bytes) minified and gzipped, with everything that is imported. */
export async function figures(): Promise<Figure[]> {
  const measure = async ({ figure, entry, limit }: (typeof PARTS)[number]) =>
    figureOf({ figure, unit: 'KB min+gz', goal: atMost(limit), ours: (await weigh(entry)) / 1_000 });
  return Promise.all(PARTS.map(measure));
}

async function weigh(entry: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    conditions: ['@wicketgate/source'],
    legalComments: 'none',
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
}
