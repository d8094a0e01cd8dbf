import { isJsonObject } from '../json-object.ts';
import { canonicalJson } from '../pins/canonical-json.ts';
import type { JsonObject } from '../../words/tool.ts';

/** Longer ones are not read. */
const MAX_TOKEN_LENGTH = 16_384;

/**
 * Claims that say which token it is, when it was made or until when it serves, and not whose it is: RFC 7519 sections 4.1.4 to
 * 4.1.7, OpenID Connect Core 1.0 section 2, Front-Channel Logout 1.0 section 3; `aio`, `rh` and `uti` are Microsoft Entra's.
 */
const OF_THE_TOKEN: readonly string[] = ['aio', 'auth_time', 'exp', 'iat', 'jti', 'nbf', 'rh', 'sid', 'uti'];

/**
 * Whom a JSON Web Token speaks for: every claim but those that differ from one token to the next, so that another tenant, role or
 * scope is another holder. Undefined for what is no signed JWT with `iss` and `sub`. Nothing is verified, and nothing relies on
 * it being readable, as RFC 9068 section 6 has it.
 */
export function tokenHolder(token: string): string | undefined {
  if (token.length > MAX_TOKEN_LENGTH) return undefined;
  const [header, payload, signature, ...more] = token.split('.');
  if (!isSigned(readPart(header)) || !signature || more.length > 0) return undefined;
  const claims = readPart(payload);
  if (claims === undefined || !isName(claims['iss']) || !isName(claims['sub'])) return undefined;
  const lasting = Object.entries(claims).filter(([claim]) => !OF_THE_TOKEN.includes(claim));
  return textOf(Object.fromEntries(lasting));
}

/** `none` is nobody's word (RFC 7518 section 3.6). */
function isSigned(header: JsonObject | undefined): boolean {
  const algorithm = header?.['alg'];
  return isName(algorithm) && algorithm.toLowerCase() !== 'none';
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function readPart(part: string | undefined): JsonObject | undefined {
  try {
    const binary = atob((part ?? '').replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), withoutLoss);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Two numbers beyond these are read as one, and two tenants would be. */
function withoutLoss(_: string, value: unknown): unknown {
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER)
    throw new RangeError('A number is too large.');
  return value;
}

/** Too deep to be told apart counts as unreadable. */
function textOf(claims: JsonObject): string | undefined {
  try {
    return canonicalJson(claims);
  } catch {
    return undefined;
  }
}
