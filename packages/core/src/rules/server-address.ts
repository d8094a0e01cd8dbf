import type { WireServerMetadata } from '@wicketgate/contract';
import { isLoopbackHost, parseBaseUrl } from './base-url.ts';

/** The endpoints that tokens are sent to or come from. */
const ENDPOINTS = [
  'authorization_endpoint',
  'token_endpoint',
  'device_authorization_endpoint',
  'revocation_endpoint',
] as const satisfies readonly (keyof WireServerMetadata)[];

/** Whether two base URLs are one gateway: the same text, or two names of this machine with the same port and path. */
export function isSameGateway(one: string, other: string): boolean {
  const [a, b] = [one, other].map((url) => (URL.canParse(url) ? new URL(url) : undefined));
  if (a === undefined || b === undefined) return false;
  const sameRest = a.protocol === b.protocol && a.port === b.port && trimmed(a.pathname) === trimmed(b.pathname);
  const sameHost = a.hostname === b.hostname || (isLoopbackHost(a.hostname) && isLoopbackHost(b.hostname));
  return sameRest && sameHost && a.search + a.hash + b.search + b.hash === '';
}

/**
 * What is wrong with the metadata that was found at a base URL (RFC 8414 section 3.3), or undefined. An issuer that is not
 * asked for is another server's, which would get the codes and tokens meant for this one.
 */
export function metadataFlaw(metadata: WireServerMetadata, baseUrl: string): 'issuer' | 'endpoint' | undefined {
  if (!isSameGateway(metadata.issuer, baseUrl) || !isBaseUrl(metadata.issuer)) return 'issuer';
  const { origin } = new URL(metadata.issuer);
  const strays = ENDPOINTS.some((name) => !URL.canParse(metadata[name]) || new URL(metadata[name]).origin !== origin);
  return strays ? 'endpoint' : undefined;
}

/** A base URL as it names the account of a sign-in: one for all names of this machine. */
export function accountUrl(baseUrl: string): string {
  const url = new URL(baseUrl);
  if (isLoopbackHost(url.hostname)) url.hostname = '127.0.0.1';
  return trimmed(url.href);
}

function isBaseUrl(text: string): boolean {
  try {
    parseBaseUrl(text);
    return true;
  } catch {
    return false;
  }
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '');
}
