import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} Project
 * @property {string} name for instance `@wicketgate/core`.
 * @property {string} folder relative to the workspace, for instance `packages/core`.
 * @property {any} manifest its package.json.
 * @property {boolean} built whether a build makes its `dist`.
 */

/**
 * Every package of the workspace.
 *
 * @param {string} root
 * @returns {Project[]}
 */
export function readProjects(root) {
  return ['packages', 'extensions'].flatMap((kind) => {
    const parent = path.join(root, kind);
    const folders = existsSync(parent) ? readdirSync(parent).sort() : [];
    return folders
      .filter((name) => existsSync(path.join(parent, name, 'package.json')))
      .map((name) => {
        const manifest = JSON.parse(readFileSync(path.join(parent, name, 'package.json'), 'utf8'));
        const built = existsSync(path.join(parent, name, 'tsup.config.ts'));
        return { name: String(manifest.name), folder: `${kind}/${name}`, manifest, built };
      });
  });
}

/**
 * A package and what it needs of the workspace at run time, dependencies first.
 *
 * @param {readonly Project[]} projects
 * @param {string} target the package's name.
 * @returns {Project[]}
 * @throws {Error} when a dependency is not in the workspace, or packages depend on each other in a circle.
 */
export function closureOf(projects, target) {
  return ordered(projects, [target]);
}

/**
 * Packages with those that they need before them.
 *
 * @param {readonly Project[]} projects
 * @param {readonly string[]} targets
 * @returns {Project[]}
 */
export function ordered(projects, targets) {
  /** @type {Project[]} */
  const done = [];
  /** @type {(name: string, trail: readonly string[]) => void} */
  const visit = (name, trail) => {
    if (done.some((project) => project.name === name)) return;
    if (trail.includes(name)) throw new Error(`Packages depend on each other: ${[...trail, name].join(' -> ')}.`);
    const project = projects.find((each) => each.name === name);
    if (project === undefined) throw new Error(`${name} is not a package of this workspace.`);
    for (const needed of workspaceDependencies(project)) visit(needed, [...trail, name]);
    done.push(project);
  };
  for (const target of targets) visit(target, []);
  return done;
}

/**
 * @param {Project} project
 * @returns {string[]}
 */
function workspaceDependencies({ manifest }) {
  return Object.entries(manifest.dependencies ?? {})
    .filter(([, range]) => String(range).startsWith('workspace:'))
    .map(([name]) => name);
}
