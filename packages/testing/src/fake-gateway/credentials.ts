import { type ErrorCode, type KeyEnvironment, MAX_CREDENTIAL_LENGTH, parseApiKey } from '@wicketgate/contract';
import type { KeyBook, KeyView } from './key-book.ts';
import { base64url, hex, sha256 } from './receipts.ts';
import { Refusal } from './refusal.ts';

/** A foreign shape of keys that an operator registered: a prefix, and the pattern that all behind it fits. */
export interface FakeShape {
  readonly name: string;
  readonly prefix: string;
  readonly pattern: RegExp;
}

export interface CredentialRules {
  readonly brand: string;
  readonly environments: readonly KeyEnvironment[];
  readonly shapes: readonly FakeShape[];
}

/** The key that a caller presented, and the SHA-256 that receipts are bound to. */
export interface Caller {
  readonly key: KeyView;
  readonly keySha256: string;
}

/** One token after the scheme, in any case (RFC 6750 section 2.1, RFC 9110 section 11.1). */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

const REFUSED = { suspended: 'key_suspended', revoked: 'key_revoked', expired: 'key_expired' } as const;

/** Finds who calls, or refuses with 401. */
export async function readCaller(headers: Headers, book: KeyBook, rules: CredentialRules): Promise<Caller> {
  const header = headers.get('authorization')?.trim() ?? '';
  if (header === '') throw unauthorized('missing_credentials');
  const text = BEARER.exec(header)?.[1];
  if (text === undefined) throw unauthorized('unsupported_scheme');
  if (!isWellFormed(text, rules)) throw unauthorized('malformed_key');
  const digest = await sha256(text);
  const key = book.opened({ text, sha256: hex(digest) });
  if (!key) throw unauthorized('unknown_key');
  if (key.status !== 'active') throw unauthorized(REFUSED[key.status]);
  return { key, keySha256: base64url(digest) };
}

function isWellFormed(text: string, { brand, environments, shapes }: CredentialRules): boolean {
  if (text.length > MAX_CREDENTIAL_LENGTH) return false;
  const parsed = parseApiKey(text, brand);
  if (parsed.ok) return environments.includes(parsed.key.env);
  return shapes.some((shape) => fitsShape(text, shape));
}

/** As `WICKETGATE_KEY_SHAPES` means it: the pattern is about what stands behind the prefix, all of it. */
function fitsShape(text: string, { prefix, pattern }: FakeShape): boolean {
  const rest = text.slice(prefix.length);
  return text.startsWith(prefix) && new RegExp(`^(?:${pattern.source})$`).test(rest);
}

/** Throws a TypeError for what the gateway does not take either: the prefix once more in the pattern, or an anchor. */
export function assertShapes(shapes: readonly FakeShape[]): void {
  for (const { name, prefix, pattern } of shapes) {
    if (!pattern.source.startsWith(prefix) && !/^\^|\$$/.test(pattern.source)) continue;
    throw new TypeError(
      `The pattern of "${name}" describes what follows the prefix: leave prefix and anchors out of it.`,
    );
  }
}

/** A challenge names an error only when a token was presented (RFC 6750 section 3.1). */
function unauthorized(code: ErrorCode): Refusal {
  const error = code === 'missing_credentials' ? '' : ', error="invalid_token"';
  return new Refusal(code, { headers: { 'WWW-Authenticate': `Bearer realm="wicketgate"${error}` } });
}
