import type { Fetch } from '@wicketgate/core';
import type { CliIo } from '../words/io.ts';

export interface LazyFetch {
  readonly fetch: Fetch;
  close(): Promise<void>;
}

/** The fetch of Node with its proxies and connections, loaded at the first request: most commands make none. */
export function lazyFetch(io: Pick<CliIo, 'fetch'>): LazyFetch {
  if (io.fetch) return { fetch: io.fetch, close: () => Promise.resolve() };
  const open = async () => (await import('@wicketgate/core/node')).createNodeFetch();
  let opened: ReturnType<typeof open> | undefined;
  return {
    fetch: async (url, init) => (await (opened ??= open())).fetch(url, init),
    close: async () => (await opened)?.close(),
  };
}
