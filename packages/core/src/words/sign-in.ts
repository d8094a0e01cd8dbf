import type { Secret } from './secret.ts';

/** Who is signed in, as the gateway names them. */
export interface Person {
  /** Id of the principal. */
  readonly id: string;
  readonly email: string | null;
  readonly name: string | null;
}

/** What a sign-in gives. Times are milliseconds since 1970 by the clock of this machine. */
export interface SignInTokens {
  /** Who gave them: the public URL of the gateway. */
  readonly issuer: string;
  readonly clientId: string;
  readonly accessToken: Secret;
  /** When they came, and when the access token ends. */
  readonly issuedAt: number;
  readonly accessExpiresAt: number;
  /** Undefined where the gateway gave none: then the sign-in ends with the access token. */
  readonly refreshToken: Secret | undefined;
  /** What was granted. */
  readonly scopes: readonly string[];
  /** The private key that the tokens are bound to (RFC 9449), a JWK; undefined for bearer tokens. */
  readonly proofKey: Secret | undefined;
}

/** A code for a person to type on another device (RFC 8628 section 3.2). */
export interface DeviceCode {
  /** `BCDF-GHJK`. */
  readonly userCode: string;
  /** Where to type it: a page of the gateway itself, without a user name. */
  readonly verificationUri: string;
  /** The same with the code in it, for a QR code or a browser; undefined where the gateway has none. */
  readonly verificationUriComplete: string | undefined;
  /** Milliseconds since 1970; within a day. */
  readonly expiresAt: number;
  /** Milliseconds between two polls, to begin with; 1,000 at least. */
  readonly intervalMs: number;
  /** What the polls present. Whoever has it gets the tokens: it is for `wait`, and for nobody's eyes. */
  readonly deviceCode: Secret;
  /** The key that the tokens are to be bound to, where the gateway wants one. */
  readonly proofKey: Secret | undefined;
}

/** What is told of a poll: what came of it, and in how many milliseconds the next one follows. */
export interface PollReport {
  readonly outcome: 'pending' | 'slow_down' | 'unreachable';
  readonly pauseMs: number;
}

/** A sign-in under way in a browser. */
export interface BrowserLoginAttempt {
  /** What to open in the browser. It holds nothing secret. */
  readonly url: string;
  /** The `state` of the answer (RFC 6749 section 10.12): names the attempt, where several are kept. */
  readonly state: string;
  /** Milliseconds since 1970 after which no answer is taken. */
  readonly expiresAt: number;
  /** What `finish` needs: one line of JSON with the code verifier. Keep it as a secret is kept, and forget it when used. */
  readonly record: Secret;
}

/** A sign-in as it may be shown: no token is part of it. */
export interface SignedIn {
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined when the gateway could not be asked yet. */
  readonly person: Person | undefined;
  readonly scopes: readonly string[];
  /** When the access token ends; milliseconds since 1970. It is refreshed before, where `refreshable`. */
  readonly accessExpiresAt: number;
  readonly refreshable: boolean;
  /** When tokens were stored last; milliseconds since 1970. */
  readonly savedAt: number;
  /** Whether the tokens are bound to a key (RFC 9449). */
  readonly dpop: boolean;
  /** The `id` of the store that keeps it. */
  readonly store: string;
}

/**
 * What happened to a session. `elsewhere`: another process signed out; `refused`: the gateway ended the sign-in; `person`:
 * `signOut` was called here.
 */
export type SessionChange =
  | { readonly kind: 'signed_in' | 'refreshed'; readonly session: SignedIn }
  | { readonly kind: 'signed_out'; readonly because: 'person' | 'refused' | 'elsewhere' };

/** What came of signing out. The local record is gone in any case. */
export interface SignOutResult {
  /** Whether anybody was signed in. */
  readonly wasSignedIn: boolean;
  /** Whether the gateway was told, and took it. When false, tokens live on until they end or an operator ends the session. */
  readonly revoked: boolean;
}
