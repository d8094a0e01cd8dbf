import type { CredentialSource, Secret } from '@wicketgate/core';

/** What a server says when it refuses a request for want of a credential (RFC 6750 section 3, RFC 9728 section 5.1). */
export interface Challenge {
  /** 401: no credential, or one that is over. 403: it is good, and does not reach far enough (`insufficient_scope`). */
  readonly status: 401 | 403;
  /** What was presented; undefined when nothing was. */
  readonly refused: Secret | undefined;
  /** Scopes that the server asks for, parted by spaces. Foreign text. */
  readonly scope: string | undefined;
  /** Where the server describes itself and its authorization server. Foreign: check before use. */
  readonly resourceMetadataUrl: URL | undefined;
}

/** `fetch` as the transports use it. */
export type ServerFetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** What speaks for the caller at one server. Core's `CredentialChain` and `Session` fit; `createOAuthProvider` makes one. */
export interface ServerCredential extends CredentialSource {
  /**
   * Told of a refusal, in the place of `renew`. Answers the credential to try once more with, or undefined when there is no
   * other. Throws an `McpError` when it cannot be told.
   */
  challenged?(challenge: Challenge, signal?: AbortSignal): Promise<Secret | undefined>;
  /**
   * A name for whom it speaks for, which stays while tokens come and go, so that what is known of the server stays too. Never a
   * secret. Undefined while it speaks for nobody; left out where the credential itself is the only name. Asks nobody.
   */
  subject?(signal?: AbortSignal): Promise<string | undefined>;
  /** Stands next to the network: proves the key that a credential is bound to (RFC 9449). Left out for bearer tokens. */
  proving?(fetch: ServerFetch): ServerFetch;
}
