import { defineConfig } from 'tsup';

/** JavaScript alone, as the launcher builds it for `npm start`: no declarations, no source maps. */
const javascriptOnly = process.env.WICKETGATE_BUILD === 'javascript';

/**
 * The build of a library: ESM for Node 22 and later, one file per entry with shared chunks.
 *
 * @param {{ entry: Record<string, string>, platform?: 'neutral' | 'node', onSuccess?: () => Promise<void> }} options
 *   `platform` is `neutral` by default: no Node module is taken for granted.
 */
export function library({ entry, platform = 'neutral', onSuccess }) {
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
    ...(onSuccess && { onSuccess }),
  });
}
