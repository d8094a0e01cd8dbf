import { isLoopbackHost } from '@wicketgate/core';

/**
 * Whether a server may lead this client to an address: https, or this machine where the server itself is on it. A server elsewhere
 * that names an address of this machine would have it asked for what only its owner should see.
 */
export function mayLeadTo(serverUrl: string | URL, address: string | URL): boolean {
  const { protocol, hostname, username, password } = new URL(address);
  if (username !== '' || password !== '') return false;
  if (isLoopbackHost(hostname)) return isLoopbackHost(new URL(serverUrl).hostname) && /^https?:$/.test(protocol);
  return protocol === 'https:';
}

/**
 * The redirect address as it is registered: at a loopback address without its port, which differs each time and which servers must
 * not compare (RFC 8252 section 7.3). So one registration serves all sign-ins.
 */
export function registeredRedirect(redirectUri: string): string {
  const url = new URL(redirectUri);
  if (url.protocol === 'http:' && (url.hostname === '[::1]' || url.hostname.startsWith('127.'))) url.port = '';
  return url.href;
}
