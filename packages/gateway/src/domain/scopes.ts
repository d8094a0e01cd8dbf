/** RFC 6749 section 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
const MAX_LENGTH = 2_000;

/** What clients of OpenID providers ask for out of habit. They ask for nothing here. */
const TOLERATED: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

/**
 * The scopes that a request asks for; null when it names none, which asks for all that the person has. Undefined when
 * the text is none of RFC 6749 section 3.3.
 */
export function parseScope(text: string | undefined): readonly string[] | null | undefined {
  if (text === undefined || text === '') return null;
  const scopes = text.split(' ');
  if (text.length > MAX_LENGTH || !scopes.every((scope) => SCOPE.test(scope))) return undefined;
  return [...new Set(scopes)].filter((scope) => !TOLERATED.has(scope));
}

/** What is granted: what was asked for, as far as the person has it. */
export function grantScopes(asked: readonly string[] | null, has: readonly string[]): readonly string[] {
  return asked === null ? has : has.filter((scope) => asked.includes(scope));
}
