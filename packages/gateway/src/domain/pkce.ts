import { constantTimeEqual } from './constant-time.ts';

/** A SHA-256 in base64url (RFC 7636 section 4.2). */
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;
/** RFC 7636 section 4.1. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

/** Whether a text can be an S256 challenge. */
export function isChallenge(text: string): boolean {
  return CHALLENGE.test(text);
}

export function isVerifier(text: string): boolean {
  return VERIFIER.test(text);
}

/** Whether a verifier's SHA-256, base64url, is the challenge of before (RFC 7636 section 4.6). */
export function fitsChallenge(verifierSha256: string, challenge: string): boolean {
  return constantTimeEqual(verifierSha256, challenge);
}
