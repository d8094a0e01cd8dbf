// Goes on under the workspace's Node, which runs TypeScript as it stands. Plain JavaScript for Node 18 and later.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { LauncherError } from '../workspace/launcher/launcher-error.mjs';
import { nodeOfMachine } from '../workspace/launcher/node-runtime.mjs';
import { readJson, ROOT } from '../workspace/launcher/paths.mjs';

/**
 * Runs a TypeScript program of this package on our packages' sources, with this process's arguments.
 *
 * @param {string} program relative to this folder.
 */
export function launch(program) {
  try {
    const node = nodeOfMachine(ROOT, readJson('package.json').engines.node);
    // `sqlite` and type stripping still announce themselves on Node 22.
    const settings = ['--conditions=@wicketgate/source', '--disable-warning=ExperimentalWarning'];
    const file = path.join(ROOT, 'packages', 'bench', program);
    const { status } = spawnSync(node, [...settings, file, ...process.argv.slice(2)], { stdio: 'inherit' });
    process.exitCode = status ?? 1;
  } catch (error) {
    if (!(error instanceof LauncherError)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}
