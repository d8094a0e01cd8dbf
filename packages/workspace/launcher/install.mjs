import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './children.mjs';
import { LauncherError } from './launcher-error.mjs';
import { fingerprint } from './stamps.mjs';

/** @typedef {'start' | 'test'} Purpose `start`: what the gateway needs; `test`: the whole workspace. */

const STAMPS = { start: 'install-start', test: 'install-test' };

/**
 * What has to be installed before a command can go on.
 *
 * @param {object} state
 * @param {Purpose} state.purpose
 * @param {string} state.wanted fingerprint of the lockfile and the manifests.
 * @param {{ start?: string | undefined, test?: string | undefined }} state.stamps fingerprints of the last installs.
 * @param {boolean} state.full whether `node_modules` holds the whole workspace, whoever installed it.
 * @returns {Purpose | undefined} undefined: nothing. A full install is brought up to date as a full one, never shrunk.
 */
export function installNeeded({ purpose, wanted, stamps, full }) {
  if (stamps.test === wanted) return undefined;
  if (purpose === 'start' && !full) return stamps.start === wanted ? undefined : 'start';
  return 'test';
}

/**
 * How to call the pinned pnpm: directly when it is what runs us, else through npx.
 *
 * @param {string} pinned for instance `pnpm@12.0.0`.
 * @param {string | undefined} userAgent `npm_config_user_agent`, for instance `pnpm/12.0.0 npm/? node/v24.0.0 linux x64`.
 * @returns {[string, ...string[]]}
 */
export function pnpmCommand(pinned, userAgent) {
  const running = userAgent?.split(' ')[0]?.replace('/', '@');
  // Without -y npx asks, and where nobody can answer it gives up.
  return running === pinned ? ['pnpm'] : ['npx', '-y', pinned];
}

/**
 * @param {Purpose} purpose
 * @param {string} scope
 */
export function installParameters(purpose, scope) {
  const all = ['install', '--frozen-lockfile'];
  if (purpose === 'test') return all;
  return [...all, '--prod', '--filter', `${scope}/gateway...`, '--filter', 'wicketgate-workspace'];
}

/**
 * Installs when the lockfile or a manifest changed since the last time.
 *
 * @param {object} workspace
 * @param {string} workspace.root
 * @param {Purpose} workspace.purpose
 * @param {string} workspace.scope
 * @param {ReturnType<typeof import('./stamps.mjs').createStamps>} workspace.stamps
 * @param {readonly import('./projects.mjs').Project[]} workspace.projects
 * @param {(line: string) => void} workspace.announce tells the person what takes long.
 */
export async function ensureInstalled({ root, purpose, scope, stamps, projects, announce }) {
  const manifests = projects.map(({ folder }) => `${folder}/package.json`);
  const wanted = fingerprint(root, ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests]);
  const last = { start: stamps.read(STAMPS.start), test: stamps.read(STAMPS.test) };
  const needed = installNeeded({ purpose, wanted, stamps: last, full: isFull(root) });
  if (needed === undefined) return;

  // An install that is broken off leaves neither the old state nor the new one.
  for (const name of Object.values(STAMPS)) stamps.remove(name);
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const [command, ...before] = pnpmCommand(packageManager, process.env['npm_config_user_agent']);
  const parameters = [...before, ...installParameters(needed, scope)];
  announce(`Installing: ${command} ${parameters.join(' ')}`);
  const code = await run(command, parameters, { cwd: root, shell: true, output: 'stderr' }).catch((cause) => {
    throw new LauncherError(`${command} could not be started: install Node with npm, and try again.`, 1, { cause });
  });
  if (code !== 0) throw new LauncherError(`The install failed (${command} ended with ${code}); see above.`, code);
  stamps.write(STAMPS[needed], wanted);
}

/** @param {string} root */
function isFull(root) {
  const state = path.join(root, 'node_modules', '.modules.yaml');
  if (!existsSync(state)) return false;
  return /"?devDependencies"?: true/.test(readFileSync(state, 'utf8'));
}
