import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { findAddress, urlOf } from './address.mjs';
import { run } from './children.mjs';
import { welcome } from './first-start.mjs';

const POLL_MS = 50;

/**
 * Runs the built gateway until it ends. Once it serves, and no key exists yet, makes the admin key and shows it: a key
 * that was shown is a key that works.
 *
 * @param {object} gateway
 * @param {string} gateway.node
 * @param {string} gateway.bin path of the gateway's bin.
 * @param {NodeJS.ProcessEnv} gateway.env
 * @returns {Promise<number>} its exit code.
 */
export async function serve({ node, bin, env }) {
  const { host, port, free } = await findAddress(env);
  const settings = free ? { ...env, WICKETGATE_PORT: String(port) } : env;
  const ended = run(node, [bin, 'serve'], { env: settings });
  // Whoever answers at an address that was taken is not the gateway that was just started.
  if (!free) return ended;

  const over = new AbortController();
  const url = urlOf({ host, port });
  const greeting = greet({ url, node, bin, env: settings, signal: over.signal });
  const code = await ended;
  over.abort();
  await greeting;
  return code;
}

/** @param {{ url: string, node: string, bin: string, env: NodeJS.ProcessEnv, signal: AbortSignal }} gateway */
async function greet({ url, node, bin, env, signal }) {
  if (!(await untilReady(url, signal))) return;
  const key = await bootstrap({ node, bin, env });
  if (key !== '') process.stdout.write(welcome({ url, key }));
}

/** @param {string} url @param {AbortSignal} signal @returns {Promise<boolean>} false when it ended before. */
async function untilReady(url, signal) {
  while (!signal.aborted) {
    if (await isReady(url, signal)) return true;
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

/** @param {string} url @param {AbortSignal} signal */
async function isReady(url, signal) {
  try {
    const answer = await fetch(`${url}/ready`, { signal });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

/**
 * The first key, or nothing when the gateway has keys already.
 *
 * @param {{ node: string, bin: string, env: NodeJS.ProcessEnv }} gateway
 * @returns {Promise<string>}
 */
async function bootstrap({ node, bin, env }) {
  const child = spawn(node, [bin, 'bootstrap', '--if-empty'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [key, words, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise((resolve) => child.on('close', resolve)),
  ]);
  if (code !== 0) process.stderr.write(`The first key could not be made.\n${words}`);
  return code === 0 ? key.trim() : '';
}

/** @param {import('node:stream').Readable} stream */
async function textOf(stream) {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
}
