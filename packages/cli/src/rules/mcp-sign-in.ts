import type { HttpServer, ServerTarget } from '@wicketgate/mcp-client';
import { shellLine } from './shell-line.ts';

/** How somebody signs in at a server that takes that. */
export interface SignInAddress {
  /** Address of the server. */
  readonly url: string;
  /** What to type for it: `wicketgate mcp login docs`. */
  readonly command: string;
}

/** Whether a sign-in of its own could be shown to a server: it has an address, and nothing that speaks for the person already. */
export function takesSignIn(spec: ServerTarget): spec is HttpServer {
  if (!('url' in spec) || spec.credential !== undefined) return false;
  return !Object.keys(spec.headers ?? {}).some((name) => name.toLowerCase() === 'authorization');
}

/** The command that signs in at a server of a file. */
export function loginById(id: string, files: readonly string[] = []): string {
  return shellLine(['wicketgate', 'mcp', 'login', id, ...files.flatMap((file) => ['--file', file])]);
}

/** The command that signs in at an address. What stands behind its path may be a key, and is not repeated. */
export function loginByUrl(text: string): string {
  return `wicketgate mcp login --server-url ${shownUrl(text)}`;
}

/** The command that signs out there. */
export function logoutByUrl(text: string): string {
  return `wicketgate mcp logout --server-url ${shownUrl(text)}`;
}

function shownUrl(text: string): string {
  const { origin, pathname, search } = new URL(text);
  return search === '' ? shellLine([origin + pathname]) : 'URL';
}

/** Whether two addresses share a sign-in. */
export function isSameAddress(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)];
  a.hash = '';
  b.hash = '';
  return a.href === b.href;
}
