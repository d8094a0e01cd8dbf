import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from './children.mjs';
import { LauncherError } from './launcher-error.mjs';
import { closureOf } from './projects.mjs';
import { fingerprint } from './stamps.mjs';

/** @typedef {'javascript' | 'full'} Kind `full`: with declarations and source maps, fit to publish. */

/** What a package's build is made from, besides its own files. */
const SHARED_INPUTS = ['packages/workspace/tsup.ts', 'pnpm-lock.yaml', 'tsconfig.base.json'];
const OWN_INPUTS = ['src', 'scripts', 'l10n', 'tsup.config.ts', 'package.json', 'tsconfig.json'];

/**
 * Whether a package must be built again.
 *
 * @param {object} state
 * @param {Kind} state.kind what is asked for.
 * @param {string} state.wanted fingerprint of the inputs.
 * @param {string | undefined} state.stamp `<kind> <fingerprint>` of the last build.
 * @param {boolean} state.complete whether all files that the manifest names are there.
 */
export function isStale({ kind, wanted, stamp, complete }) {
  const fresh = stamp === `full ${wanted}` || (kind === 'javascript' && stamp === `javascript ${wanted}`);
  return !fresh || !complete;
}

/**
 * The built files that a manifest promises.
 *
 * @param {any} manifest
 * @param {Kind} kind
 * @returns {string[]} relative to the package.
 */
export function promisedFiles(manifest, kind) {
  const targets = Object.values(manifest.exports ?? {}).flatMap((target) =>
    typeof target === 'string' ? [] : [target.default, ...(kind === 'full' ? [target.types] : [])],
  );
  const files = [...targets, ...Object.values(manifest.bin ?? {}), manifest.main ?? ''];
  return files.filter((file) => String(file).startsWith('./dist/'));
}

/**
 * What a package's build is made from. A package with a `main` is a program in one file: it holds its dependencies too.
 *
 * @param {readonly import('./projects.mjs').Project[]} projects all that may be depended on.
 * @param {import('./projects.mjs').Project} project
 * @returns {string[]} relative to the workspace.
 */
export function inputsOf(projects, project) {
  const sources = project.manifest.main === undefined ? [project] : closureOf(projects, project.name);
  return [...SHARED_INPUTS, ...sources.flatMap(({ folder }) => OWN_INPUTS.map((name) => `${folder}/${name}`))];
}

/**
 * Builds what is stale, in the order given.
 *
 * @param {object} work
 * @param {string} work.root
 * @param {string} work.node the Node to build with.
 * @param {Kind} work.kind
 * @param {readonly import('./projects.mjs').Project[]} work.projects dependencies first.
 * @param {ReturnType<typeof import('./stamps.mjs').createStamps>} work.stamps
 * @param {(line: string) => void} work.announce tells the person what takes long.
 */
export async function ensureBuilt({ root, node, kind, projects, stamps, announce }) {
  for (const project of projects.filter(({ built }) => built)) {
    const stampName = `build-${project.folder.replace('/', '-')}`;
    const wanted = fingerprint(root, inputsOf(projects, project));
    const files = promisedFiles(project.manifest, kind).map((file) => path.join(root, project.folder, file));
    const complete = files.every((file) => existsSync(file));
    if (!isStale({ kind, wanted, stamp: stamps.read(stampName), complete })) continue;

    stamps.remove(stampName);
    announce(`Building ${project.name}`);
    await build({ root, node, kind, folder: path.join(root, project.folder) });
    stamps.write(stampName, `${kind} ${wanted}`);
  }
}

/** @param {{ root: string, node: string, kind: Kind, folder: string }} work */
async function build({ root, node, kind, folder }) {
  // Declarations of an earlier full build would outlive a build of JavaScript alone, and be published with it.
  rmSync(path.join(folder, 'dist'), { recursive: true, force: true });
  const tsup = path.join(root, 'node_modules', 'tsup');
  const { bin } = JSON.parse(readFileSync(path.join(tsup, 'package.json'), 'utf8'));
  const env = { ...process.env, WICKETGATE_BUILD: kind };
  const code = await run(node, [path.join(tsup, bin.tsup)], { cwd: folder, env, output: 'stderr' });
  if (code !== 0) throw new LauncherError(`The build of ${folder} failed (tsup ended with ${code}); see above.`, code);
}
