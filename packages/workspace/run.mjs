// The first thing that runs on a stranger's machine: plain JavaScript for Node 18 and later, on Node's modules alone.
import path from 'node:path';
import { ensureBuilt } from './launcher/build.mjs';
import { run } from './launcher/children.mjs';
import { ensureInstalled } from './launcher/install.mjs';
import { LauncherError } from './launcher/launcher-error.mjs';
import { nodeOfMachine } from './launcher/node-runtime.mjs';
import { readJson, ROOT } from './launcher/paths.mjs';
import { closureOf, ordered, readProjects } from './launcher/projects.mjs';
import { serve } from './launcher/serve.mjs';
import { createStamps } from './launcher/stamps.mjs';

const USAGE = `Usage: node packages/workspace/run.mjs COMMAND

  start            serve the gateway on 127.0.0.1:8787
  test [VITEST...] run every test that needs no browser
  e2e [VITEST...]  build everything, and run the whole-product scenarios
  build            build every package, with declarations
`;

const scope = String(readJson('packages/workspace/package.json').name).replace(/\/.*/, '');
const stamps = createStamps(ROOT);
const projects = readProjects(ROOT);
const announce = (/** @type {string} */ line) => console.error(line);

/** @param {import('./launcher/install.mjs').Purpose} purpose @returns {Promise<string>} the Node to go on with. */
async function prepare(purpose) {
  await ensureInstalled({ root: ROOT, purpose, scope, stamps, projects, announce });
  return nodeOfMachine(ROOT, readJson('package.json').engines.node);
}

/**
 * @param {string} node
 * @param {'default' | 'verbose'} reporter
 * @param {readonly string[]} parameters
 */
function vitest(node, reporter, parameters) {
  const bin = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = [`--reporter=${reporter}`, `--reporter=${path.join(ROOT, 'packages/workspace/vitest/tally.ts')}`];
  const env = withTools(process.env, path.dirname(node));
  return run(node, [bin, 'run', ...reporters, ...parameters], { cwd: ROOT, env });
}

/**
 * An environment in which `node`, and the workspace's tools, are ours.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} nodeFolder
 */
function withTools(env, nodeFolder) {
  // Windows spells it "Path".
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const folders = [nodeFolder, path.join(ROOT, 'node_modules', '.bin'), env[name] ?? ''];
  return { ...env, [name]: folders.join(path.delimiter) };
}

/** @param {string} node */
function buildAll(node) {
  const all = ordered(
    projects,
    projects.map(({ name }) => name),
  );
  return ensureBuilt({ root: ROOT, node, kind: 'full', projects: all, stamps, announce });
}

/** @type {Record<string, (parameters: readonly string[]) => Promise<number>>} */
const commands = {
  async start() {
    const node = await prepare('start');
    const gateway = closureOf(projects, `${scope}/gateway`);
    await ensureBuilt({ root: ROOT, node, kind: 'javascript', projects: gateway, stamps, announce });
    return serve({ node, bin: path.join(ROOT, 'packages/gateway/dist/bin.js'), env: process.env });
  },
  async test(parameters) {
    return vitest(await prepare('test'), 'default', parameters);
  },
  async e2e(parameters) {
    const node = await prepare('test');
    await buildAll(node);
    return vitest(node, 'verbose', ['--config', 'packages/e2e/vitest.config.ts', ...parameters]);
  },
  async build() {
    await buildAll(await prepare('test'));
    return 0;
  },
};

const [name = '', ...parameters] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await command(parameters);
  } catch (error) {
    if (!(error instanceof LauncherError)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}
