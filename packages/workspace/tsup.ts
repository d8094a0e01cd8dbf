import { defineConfig } from 'tsup';

/** JavaScript alone, as the launcher builds it for `npm start`: no declarations, no source maps. */
const javascriptOnly = process.env['WICKETGATE_BUILD'] === 'javascript';

interface LibraryOptions {
  /** Name of the built file to its source, one for each entry of `exports` and each bin. */
  entry: Record<string, string>;
  /** `neutral` by default: no Node module is taken for granted. */
  platform?: 'neutral' | 'node';
  /** Runs after each build, for instance to copy assets. */
  onSuccess?: () => Promise<void>;
}

/** The build of a library: ESM for Node 22 and later, one file per entry with shared chunks. */
export function library({ entry, platform = 'neutral', onSuccess }: LibraryOptions): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry,
    format: ['esm'],
    platform,
    target: 'node22',
    dts: !javascriptOnly,
    sourcemap: !javascriptOnly,
    clean: true,
    splitting: true,
    treeshake: true,
    silent: true,
    // The one is no package, extension hosts have it; the other is native, and optional, which tsup would bundle.
    external: ['vscode', '@napi-rs/keyring'],
    // `node:sqlite` has no name without its scheme.
    removeNodeProtocol: false,
    ...(onSuccess && { onSuccess }),
  });
}
