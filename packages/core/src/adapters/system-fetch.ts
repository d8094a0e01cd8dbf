import type { Fetch } from '../ports/fetch.ts';

/** The platform's `fetch` as it is now: a later patch of the global does not change clients that exist already. */
export function systemFetch(): Fetch {
  const { fetch } = globalThis;
  return (url, init) => fetch(url, init);
}

/**
 * Whether this platform lets a program name itself. Browsers do not, and a `User-Agent` would cost them a preflight.
 */
export function mayNameItself(): boolean {
  const { navigator } = globalThis as { readonly navigator?: { readonly userAgent?: string } };
  return !(navigator?.userAgent ?? '').startsWith('Mozilla/');
}
