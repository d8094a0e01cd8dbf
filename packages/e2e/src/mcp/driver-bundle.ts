import path from 'node:path';
import { build } from 'tsup';

const ENTRY = path.join(import.meta.dirname, 'conformance-client.ts');
/** What is CommonJS in the bundle asks for Node's modules by `require`. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** Bundles the driver of the suite into one file of a folder, since the suite starts forty of them at once. Answers the file. */
export async function bundleConformanceClient(folder: string): Promise<string> {
  await build({
    config: false,
    entry: { 'conformance-client': ENTRY },
    outDir: folder,
    outExtension: () => ({ js: '.mjs' }),
    format: ['esm'],
    platform: 'node',
    target: 'node22',
    noExternal: [/.*/],
    removeNodeProtocol: false,
    splitting: false,
    silent: true,
    esbuildOptions(esbuild) {
      esbuild.banner = { js: REQUIRE };
    },
  });
  return path.join(folder, 'conformance-client.mjs');
}
