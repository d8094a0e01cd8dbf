import type { Fetch } from '@wicketgate/core';

/** The platform's `fetch` as it is now. */
export function systemFetch(): Fetch {
  const { fetch } = globalThis;
  return (url, init) => fetch(url, init);
}
