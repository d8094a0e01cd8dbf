import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Windows runs npm and npx through their `.cmd` files, which only a shell starts. */
const WINDOWS = process.platform === 'win32';

const PARENT_POLL_MS = 500;

/**
 * @typedef {object} ChildOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [shell] needed on Windows for commands that are not executables.
 * @property {'inherit' | 'stderr'} [output] `stderr`: what it prints goes to our stderr. Default `inherit`.
 */

/**
 * Runs a program on this terminal until it ends. Signals that would end us go to it instead.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {ChildOptions} [options]
 * @returns {Promise<number>} its exit code, 128 + n when signal n ended it.
 */
export function run(command, parameters, { cwd, env = process.env, shell = false, output = 'inherit' } = {}) {
  const child = spawn(command, parameters, {
    cwd,
    env,
    shell: shell && WINDOWS,
    stdio: ['inherit', output === 'stderr' ? 2 : 'inherit', 'inherit'],
  });
  const release = passSignals((signal) => child.kill(signal));
  /** @type {Promise<number>} */
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
  return ended.finally(release);
}

/**
 * @param {(signal: NodeJS.Signals) => void} pass
 * @returns {() => void} stops passing.
 */
function passSignals(pass) {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  /** @param {NodeJS.Signals} signal */
  const handler = (signal) => {
    // A terminal gives Ctrl-C to the whole group: the child has it already.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    pass(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  };
  for (const signal of signals) process.on(signal, handler);
  const forget = whenScriptRunnerDies(() => pass('SIGTERM'));
  return () => {
    forget();
    for (const signal of signals) process.off(signal, handler);
  };
}

/**
 * npm puts a shell between itself and us, which dies of a signal without passing it on: nobody would tell us.
 *
 * @param {() => void} act
 * @returns {() => void} stops watching.
 */
function whenScriptRunnerDies(act) {
  if (process.env['npm_lifecycle_event'] === undefined) return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, PARENT_POLL_MS);
  return () => clearInterval(timer);
}
