import {
  type ErrorCode,
  type KeyEnvironment,
  looksLikeAccessToken,
  MAX_CREDENTIAL_LENGTH,
  parseApiKey,
} from '@wicketgate/contract';
import { type Identity, identityOfKey, identityOfSession } from './identities.ts';
import type { KeyBook } from './key-book.ts';
import { base64url, hex, sha256 } from './receipts.ts';
import { Refusal } from './refusal.ts';
import type { SessionBook } from './sign-in/session-book.ts';
import type { TokenBook } from './sign-in/token-book.ts';

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

/** Who calls, with a key or with an access token. */
export interface Caller {
  readonly identity: Identity;
  /** The id of the key or of the sign-in: who acts. */
  readonly id: string;
  /** What the calls are counted under: all sign-ins of a principal share one limit. */
  readonly bucket: string;
  /** The SHA-256 of the presented text, in base64url: what receipts are bound to. */
  readonly sha256: string;
}

/** Where credentials are looked up. */
export interface CredentialBooks {
  readonly keys: KeyBook;
  readonly sessions: SessionBook;
  readonly tokens: TokenBook;
}

/** One token after the scheme, in any case (RFC 6750 section 2.1, RFC 9110 section 11.1). */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

const REFUSED = { suspended: 'key_suspended', revoked: 'key_revoked', expired: 'key_expired' } as const;

/** Finds who calls, or refuses with 401. */
export async function readCaller(headers: Headers, books: CredentialBooks, rules: CredentialRules): Promise<Caller> {
  const header = headers.get('authorization')?.trim() ?? '';
  if (header === '') throw unauthorized('missing_credentials');
  const text = BEARER.exec(header)?.[1];
  if (text === undefined) throw unauthorized('unsupported_scheme');
  const digest = await sha256(text);
  const who = looksLikeAccessToken(text) ? ofToken(text, books) : ofKey(text, digest, { books, rules });
  return { ...who, sha256: base64url(digest) };
}

function ofKey(
  text: string,
  digest: Uint8Array,
  { books, rules }: { readonly books: CredentialBooks; readonly rules: CredentialRules },
): Omit<Caller, 'sha256'> {
  if (!isWellFormed(text, rules)) throw unauthorized('malformed_key');
  const key = books.keys.opened({ text, sha256: hex(digest) });
  if (!key) throw unauthorized('unknown_key');
  if (key.status !== 'active') throw unauthorized(REFUSED[key.status]);
  return { identity: identityOfKey(key), id: key.id, bucket: `key:${key.id}` };
}

function ofToken(text: string, { sessions, tokens }: CredentialBooks): Omit<Caller, 'sha256'> {
  const token = tokens.accessToken(text);
  if (!token) throw unauthorized('unknown_token');
  if (tokens.isOver(token)) throw unauthorized('token_expired');
  const session = sessions.show(token.sessionId);
  if (session.status !== 'active') throw unauthorized('session_ended');
  const identity = identityOfSession(session, sessions.limitsOf(session.id));
  return { identity, id: session.id, bucket: `principal:${session.principal.id}` };
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
