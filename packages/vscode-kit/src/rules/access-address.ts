import { parseBaseUrl } from '@wicketgate/core';

/**
 * The address of a page where people ask for access, as it was written without white space around it. Undefined for
 * anything but https (http on loopback), and for one that holds a user name or password.
 */
export function accessAddress(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (!URL.canParse(text)) return undefined;
  const { protocol, origin, username, password } = new URL(text);
  // `blob:https://host/…` has the origin of a host, and is no page of it.
  const isPage = protocol === 'https:' || protocol === 'http:';
  return isPage && username === '' && password === '' && isTrustworthy(origin) ? text : undefined;
}

function isTrustworthy(origin: string): boolean {
  try {
    parseBaseUrl(origin);
    return true;
  } catch {
    return false;
  }
}
