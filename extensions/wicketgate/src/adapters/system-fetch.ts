import type { ServerFetch } from '@wicketgate/mcp-client';

/** The host's own `fetch` as it is at each call: VS Code patches it for its proxy and its certificates. */
export const systemFetch: ServerFetch = (url, init) => globalThis.fetch(url, init);
