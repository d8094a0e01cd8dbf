import type { ServerFetch } from '../words/credential.ts';

/** The platform's `fetch` as it is now: a later patch of the global does not change clients that exist already. */
export function systemServerFetch(): ServerFetch {
  const { fetch } = globalThis;
  return (url, init) => fetch(url, init);
}
