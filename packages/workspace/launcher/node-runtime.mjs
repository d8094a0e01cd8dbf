import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { LauncherError } from './launcher-error.mjs';

/** Exit code for a machine that is not set up (sysexits.h: EX_CONFIG). */
const EX_CONFIG = 78;

/**
 * Whether a version is in a range made of `^x.y.z` and `>=x.y.z` joined by `||`.
 *
 * @param {string} version with or without a leading `v`.
 * @param {string} range
 */
export function satisfies(version, range) {
  const actual = numbersOf(version);
  return range.split('||').some((alternative) => {
    const [, operator, text = ''] = /^\s*(\^|>=)\s*([\d.]+)\s*$/.exec(alternative) ?? [];
    const least = numbersOf(text);
    if (operator === undefined || compare(actual, least) < 0) return false;
    return operator === '>=' || actual[0] === least[0];
  });
}

/** @param {string} version @returns {number[]} major, minor, patch. */
function numbersOf(version) {
  const [major = 0, minor = 0, patch = 0] = version.replace(/^v/, '').split('.').map(Number);
  return [major, minor, patch];
}

/** @param {number[]} left @param {number[]} right */
function compare(left, right) {
  const at = left.findIndex((number, index) => number !== right[index]);
  return at === -1 ? 0 : Number(left[at]) - Number(right[at]);
}

/**
 * The Node to go on with: the workspace's own when it runs here, else the caller's when it is new enough.
 *
 * @param {object} machine
 * @param {string} machine.range the `engines.node` of the workspace.
 * @param {string | undefined} machine.ownNode path of the workspace's Node; undefined when none was installed.
 * @param {string | undefined} machine.ownVersion what it printed for `--version`; undefined when it does not run.
 * @param {string} machine.callerNode
 * @param {string} machine.callerVersion
 * @returns {string} path of the executable.
 * @throws {LauncherError} with exit code 78 when neither will do.
 */
export function chooseNode({ range, ownNode, ownVersion, callerNode, callerVersion }) {
  if (ownNode !== undefined && ownVersion !== undefined && satisfies(ownVersion, range)) return ownNode;
  if (satisfies(callerVersion, range)) return callerNode;
  throw new LauncherError(
    `Wicketgate needs Node ${range}, and this is ${callerVersion}: install Node 24 from your system or nodejs.org, and run the command again.`,
    EX_CONFIG,
  );
}

/**
 * The Node to go on with on this machine. The workspace's own is installed by platform and processor alone: where the C
 * library is musl it does not start, and is taken off the path, so that npm finds the caller's Node for our scripts.
 *
 * @param {string} root
 * @param {string} range
 */
export function nodeOfMachine(root, range) {
  const modules = path.join(root, 'node_modules');
  const ownNode = path.join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node');
  const installed = existsSync(ownNode);
  const ownVersion = installed ? versionOf(ownNode) : undefined;
  if (installed && ownVersion === undefined) rmSync(path.join(modules, '.bin', 'node'), { force: true });
  return chooseNode({
    range,
    ownNode: installed ? ownNode : undefined,
    ownVersion,
    callerNode: process.execPath,
    callerVersion: process.version,
  });
}

/** @param {string} node @returns {string | undefined} what it prints for `--version`; undefined when it does not run. */
function versionOf(node) {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  return status === 0 ? stdout.trim() : undefined;
}
