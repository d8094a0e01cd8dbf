/** Longest access token that either side takes, in characters. */
export const MAX_ACCESS_TOKEN_LENGTH = 4_096;

/** Three parts in base64url (RFC 7515 section 3.1). `eyJ` is `{"`, with which our headers begin. */
const COMPACT_JWS = /^eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/**
 * Whether a presented credential is to be taken for an access token and never for an API key. Says nothing of its worth: only
 * its signature does. A text that is longer than `MAX_ACCESS_TOKEN_LENGTH` is none.
 */
export function looksLikeAccessToken(text: string): boolean {
  return text.length <= MAX_ACCESS_TOKEN_LENGTH && COMPACT_JWS.test(text);
}
