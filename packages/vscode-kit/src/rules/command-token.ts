import { Secret } from '@wicketgate/core';
import * as z from 'zod/mini';
import { fromBase64Url } from './base64url.ts';

/** The access token of the command's session. */
export interface CommandToken {
  readonly token: Secret;
  /** Milliseconds since 1970; undefined when the token does not say. */
  readonly expiresAt: number | undefined;
}

// A token that is bound to a key is of no use without it (RFC 9449).
const outputSchema = z.object({
  access_token: z.string().check(z.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/)),
  token_type: z.literal('Bearer'),
});
const boundSchema = z.object({ token_type: z.literal('DPoP') });
const claimsSchema = z.object({ iss: z.string(), exp: z.optional(z.number()) });

/**
 * Reads what `wicketgate token --format json` wrote. Undefined for what is no access token, and for one that another gateway
 * issued: the command may be signed in elsewhere, and a token goes to nobody but its issuer. The claims are read to decide
 * that; who trusts them is the gateway.
 */
export function readCommandToken(output: string, url: string): CommandToken | undefined {
  const text = outputSchema.safeParse(documentOf(output)).data?.access_token;
  if (text === undefined) return undefined;
  const bytes = fromBase64Url(text.split('.')[1] ?? '');
  const claims = claimsSchema.safeParse(documentOf(new TextDecoder().decode(bytes ?? new Uint8Array()))).data;
  if (claims === undefined || !isSameGateway(claims.iss, url)) return undefined;
  return { token: new Secret(text), expiresAt: claims.exp === undefined ? undefined : claims.exp * 1_000 };
}

/** Whether the command wrote a token that only it can use: one that is bound to its key. */
export function isBoundToken(output: string): boolean {
  return boundSchema.safeParse(documentOf(output)).success;
}

function isSameGateway(issuer: string, url: string): boolean {
  return plain(issuer) !== undefined && plain(issuer) === plain(url);
}

/** A base URL in one spelling: the names of loopback are alike, and the last slash does not count. */
function plain(address: string): string | undefined {
  try {
    const url = new URL(address);
    if (url.hostname === 'localhost' || url.hostname === '[::1]') url.hostname = '127.0.0.1';
    return url.href.replace(/\/+$/, '');
  } catch {
    return undefined;
  }
}

function documentOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
