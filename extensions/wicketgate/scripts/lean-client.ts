import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/**
 * Parts that the extension never comes to, by file, and what stands in their place. Zod's translation of its schemas into JSON
 * Schema is for servers; and the extension offers no server of the transport of 2024.
 */
const NEVER_REACHED = [
  /[\\/]zod[\\/]v4[\\/]core[\\/](?:to-json-schema|json-schema-processors)\.js$/,
  /[\\/]mcp-client[\\/]src[\\/]adapters[\\/]sdk[\\/]sse-connector\.ts$/,
  // Models choose by the meta-tools: nobody selects for a task beforehand.
  /[\\/]mcp-client[\\/]src[\\/]services[\\/]loader[\\/]task-(?:selection|ranking)\.ts$/,
  // It passes tools on: VS Code asks the servers that it starts for their resources and prompts itself.
  /[\\/]mcp-client[\\/]src[\\/]services[\\/]offers[\\/]offer-desk\.ts$/,
  // Results are checked by our own reading of schemas: the SDK makes an engine, and nobody asks it anything.
  /[\\/]cfWorkerProvider-[\w-]+\.mjs$/,
  // Only a sign-in of the SDK's own comes there.
  /[\\/]pkce-challenge[\\/]dist[\\/]index\.[\w.]+$/,
];

/** What Node has of its own. */
const SHA256 = `import { createHash } from 'node:crypto';
export const sha256 = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());`;

/** Keeps the second bundle small: what is never reached throws. */
export function leanClient(): Plugin {
  return {
    name: 'lean-client',
    setup(build) {
      // AJV compiles schemas into code, is three times as large, and runs texts as code.
      build.onResolve({ filter: /^@modelcontextprotocol\/client\/_shims$/ }, ({ resolveDir }) => {
        const entry = createRequire(path.join(resolveDir, 'any.js')).resolve('@modelcontextprotocol/client');
        return { path: path.join(path.dirname(entry), 'shimsBrowser.mjs'), sideEffects: false };
      });
      for (const filter of NEVER_REACHED) {
        build.onLoad({ filter }, async (file) => ({
          contents: throwing(await readFile(file.path, 'utf8')),
          loader: 'js',
        }));
      }
      build.onLoad({ filter: /[\\/]@noble[\\/]hashes[\\/]sha2\.js$/ }, () => ({ contents: SHA256, loader: 'js' }));
      // The second bundle is read when it is wanted.
      build.onResolve({ filter: /^\.\/tools\.ts$/ }, ({ kind }) =>
        kind === 'dynamic-import' ? { path: './tools.cjs', external: true } : undefined,
      );
    },
  };
}

/** A module with the same names, all of which throw when they are called. Of classes there are empty objects. */
function throwing(source: string): string {
  const declared = Array.from(
    source.matchAll(/^export (?:const|(?:async )?function|class) (\w+)/gm),
    ([, name = '']) => name,
  );
  const renamed = Array.from(source.matchAll(/^export \{ \w+ as (\w+) \};/gm), ([, name = '']) => name);
  const names = [...declared, ...renamed, ...(/^export default /m.test(source) ? ['default'] : [])];
  const exported = names.map((name) => `${/^create\w+Method$/.test(name) ? 'makesNone' : 'leftOut'} as ${name}`);
  return `function leftOut() { if (new.target === undefined) throw new Error('This is not part of the bundle.'); }
const makesNone = () => leftOut;
export { ${exported.join(', ')} };`;
}
