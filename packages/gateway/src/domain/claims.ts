import type { Owner } from './key-record.ts';

/** Members of an ID token, of a userinfo answer, or of a workload's token. */
export type Claims = Readonly<Record<string, unknown>>;

/** Longest id of a principal, in UTF-16 code units: administrators filter by it. */
const MAX_PRINCIPAL_ID = 255;

const MAX_TEXT = 255;
const MAX_GROUPS = 1_000;
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/**
 * The value at a path of claims: the member of exactly that name, else member by member at its dots
 * (`realm_access.roles`). Names with dots, for instance URLs, come first because providers use them as one name.
 */
export function claimAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const name of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** The groups at a path: a list of texts, or one text. Undefined where there is nothing that can be read as groups. */
export function groupsAt(claims: Claims, path: string): readonly string[] | undefined {
  const value = claimAt(claims, path);
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value) || value.length > MAX_GROUPS) return undefined;
  return value.filter((group) => typeof group === 'string');
}

/**
 * Who the claims speak of. Undefined when the provider's id for them is empty, holds control characters, or makes an id
 * of more than 255 characters. An address that the provider calls unverified is left out: anybody could have typed it.
 */
export function personOf(prefix: string, subject: string, claims: Claims): Owner | undefined {
  const id = `${prefix}:${subject}`;
  if (subject === '' || id.length > MAX_PRINCIPAL_ID || UNPRINTABLE.test(id)) return undefined;
  const isVerified = claims['email_verified'] !== false && claims['email_verified'] !== 'false';
  const name = textAt(claims, 'name') ?? textAt(claims, 'preferred_username');
  return { id, email: isVerified ? textAt(claims, 'email') : null, name: name ?? null };
}

/** A text for people; null where there is none that tables and pages can show. */
function textAt(claims: Claims, name: string): string | null {
  const value = claims[name];
  if (typeof value !== 'string' || UNPRINTABLE.test(value)) return null;
  const text = value.trim();
  return text === '' || text.length > MAX_TEXT ? null : text;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
