import { createServer } from 'node:net';

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 8787;

/**
 * Where the gateway will listen, and whether that place is free. Port 0 becomes a free port, so that we know it.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ host: string, port: number, free: boolean }>}
 */
export async function findAddress(env) {
  const host = env['WICKETGATE_HOST'] || DEFAULT_HOST;
  const wanted = Number(env['WICKETGATE_PORT'] || DEFAULT_PORT);
  const port = await tryListening(host, wanted);
  return { host, port: port ?? wanted, free: port !== undefined };
}

/**
 * The base URL to reach a gateway on this machine. "Every address" is no address to call: its loopback is.
 *
 * @param {{ host: string, port: number }} address
 */
export function urlOf({ host, port }) {
  const reachable = host === '0.0.0.0' ? DEFAULT_HOST : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<number | undefined>} the port that was free; undefined when none was, or the setting is no port.
 */
function tryListening(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    try {
      server.listen({ host, port, exclusive: true }, () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
      });
    } catch {
      // The gateway itself says what is wrong with the setting.
      resolve(undefined);
    }
  });
}
