import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Windows runs npm and npx through their `.cmd` files, which only a shell starts. */
const WINDOWS = process.platform === 'win32';

/** A terminal, and npm beside it, deliver one Ctrl-C several times; a server takes a second one for "at once". */
const SAME_SIGNAL_MS = 500;

/**
 * @typedef {object} ChildOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [shell] needed on Windows for commands that are not executables.
 * @property {boolean} [apart] in a process group of its own, so that it gets each signal once: from here. It reads no stdin.
 * @property {'inherit' | 'stderr'} [output] `stderr`: what it prints goes to our stderr. Default `inherit`.
 */

/**
 * Starts a program on this terminal. Signals that end us are passed on to it first.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {ChildOptions} [options]
 * @returns {{ ended: Promise<number> }} the exit code, 128 + n when signal n ended it.
 */
export function start(command, parameters, options = {}) {
  const { cwd, env, shell = false, apart = false, output = 'inherit' } = options;
  const child = spawn(command, parameters, {
    cwd,
    env: env ?? process.env,
    shell: shell && WINDOWS,
    detached: apart && !WINDOWS,
    stdio: [apart ? 'ignore' : 'inherit', output === 'stderr' ? 2 : 'inherit', 'inherit'],
  });
  const stopPassing = passSignals((signal) => child.kill(signal), { apart });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
  return { ended: ended.finally(stopPassing) };
}

/** @param {string} command @param {readonly string[]} parameters @param {ChildOptions} [options] */
export function run(command, parameters, options) {
  return start(command, parameters, options).ended;
}

/**
 * Tells for each signal whether it is a new one: copies of one Ctrl-C follow each other at once.
 *
 * @returns {(now: number) => boolean} `now` in milliseconds, from any start.
 */
export function signalGate() {
  let last = -Infinity;
  return (now) => {
    if (now - last < SAME_SIGNAL_MS) return false;
    last = now;
    return true;
  };
}

/**
 * A child in our own group has a terminal's Ctrl-C already.
 *
 * @param {(signal: NodeJS.Signals) => void} pass
 * @param {{ apart: boolean }} options
 * @returns {() => void} stops passing.
 */
function passSignals(pass, { apart }) {
  const isNew = signalGate();
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  /** @param {NodeJS.Signals} signal */
  const handler = (signal) => {
    const hasIt = !apart && signal === 'SIGINT' && process.stdin.isTTY;
    if (isNew(performance.now()) && !hasIt) pass(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  };
  for (const signal of signals) process.on(signal, handler);
  return () => {
    for (const signal of signals) process.off(signal, handler);
  };
}
