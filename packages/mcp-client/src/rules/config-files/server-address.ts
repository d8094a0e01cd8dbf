import { isLoopbackHost } from '@wicketgate/core';

/** What is wrong with the address of a server; undefined when it may be used. Says nothing of what the address holds. */
export function addressFlaw(text: string): string | undefined {
  if (!URL.canParse(text)) return 'It is not a URL.';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'It holds a user name or a password: give it as a header.';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname))) return undefined;
  return 'It must be https; http is for this machine alone.';
}

/**
 * Whether an address lies beneath a base URL: at its origin, and at its path or below it. A credential of the base may go
 * there and nowhere else, so an encoded slash, which some servers read as one, is refused.
 */
export function isBeneath(base: string, address: string): boolean {
  if (!URL.canParse(base) || !URL.canParse(address)) return false;
  const [above, below] = [new URL(base), new URL(address)];
  if (above.origin !== below.origin || above.origin === 'null' || /%2f|%5c/i.test(below.pathname)) return false;
  const path = above.pathname.replace(/\/+$/, '');
  return below.pathname === path || below.pathname.startsWith(`${path}/`);
}

/** An address as it may be shown: without its query, which may hold a key. */
export function shownAddress(text: string): string {
  if (!URL.canParse(text)) return '';
  const { origin, pathname, search } = new URL(text);
  return `${origin}${pathname}${search === '' ? '' : '?…'}`;
}
