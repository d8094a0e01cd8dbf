import type { MiddlewareHandler } from 'hono';
import type { GatewayEnv } from '../gateway-env.ts';

/** What a browser must not do with an answer. Answers are never stored unless their route says otherwise. */
const HEADERS: readonly (readonly [string, string])[] = [
  ['cache-control', 'no-store'],
  ['content-security-policy', "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"],
  ['cross-origin-resource-policy', 'same-origin'],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
];

/** A year, as RFC 6797 section 6.1.1 counts it; without subdomains, which may be somebody else's. */
const HTTPS_ONLY = ['strict-transport-security', 'max-age=31536000'] as const;

/** Sets the headers of every answer. HTTPS is insisted on only where the public address is https. */
export function answerHeaders(publicUrl: string): MiddlewareHandler<GatewayEnv> {
  const headers = publicUrl.startsWith('https:') ? [...HEADERS, HTTPS_ONLY] : HEADERS;
  return async (c, next) => {
    for (const [name, value] of headers) c.header(name, value);
    await next();
  };
}
