import { Agent, type Dispatcher, EnvHttpProxyAgent, fetch as undiciFetch, ProxyAgent } from 'undici';
import type { Fetch } from '../ports/fetch.ts';
import { isLoopbackHost } from '../rules/base-url.ts';
import { checkWholeNumber } from '../rules/option-checks.ts';

export interface NodeFetchOptions {
  /**
   * `environment` (default): as HTTP_PROXY, HTTPS_PROXY and NO_PROXY say when it is made. `none`: no proxy. A URL: that
   * proxy. Loopback is always reached directly.
   */
  readonly proxy?: 'environment' | 'none' | URL;
  /** Milliseconds an idle connection is kept open. 1 to 600,000, default 30,000. */
  readonly keepAliveMs?: number;
}

export interface NodeFetch {
  readonly fetch: Fetch;
  /** Closes the connections, after the requests on them. A second time does nothing. */
  close(): Promise<void>;
}

/**
 * undici's own `fetch` with a dispatcher of its own: connections are kept, and the proxy of the environment is used. It
 * repeats nothing and follows nothing by itself. The global `fetch` and its dispatcher are left alone.
 */
export function createNodeFetch(options: NodeFetchOptions = {}): NodeFetch {
  const { proxy = 'environment' } = options;
  const keepAliveTimeout = checkWholeNumber('keepAliveMs', options.keepAliveMs ?? 30_000, { min: 1, max: 600_000 });
  // HTTP/2 saves nothing on one small request at a time, and its sessions break in more ways.
  const connection = { keepAliveTimeout, allowH2: false };
  const direct = new Agent(connection);
  const remote = dispatcherOf(proxy, connection) ?? direct;
  let closing: Promise<void> | undefined;
  return {
    async fetch(url, init) {
      // http is allowed on loopback because it never leaves the machine: a proxy would break that promise.
      const dispatcher = isLoopbackHost(new URL(url).hostname) ? direct : remote;
      return undiciFetch(url, { ...init, dispatcher });
    },
    close: () => (closing ??= closeAll(new Set([direct, remote]))),
  };
}

async function closeAll(dispatchers: Iterable<Dispatcher>): Promise<void> {
  await Promise.all([...dispatchers].map((dispatcher) => dispatcher.close()));
}

function dispatcherOf(proxy: 'environment' | 'none' | URL, connection: Agent.Options): Dispatcher | undefined {
  if (proxy === 'none') return undefined;
  return proxy === 'environment'
    ? new EnvHttpProxyAgent(connection)
    : new ProxyAgent({ ...connection, uri: proxy.href });
}
