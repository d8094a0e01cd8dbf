import type { Role, Tier } from '@wicketgate/contract';
import type { Secret } from '@wicketgate/core';

/** What members of a group get. The first rule of a provider that fits is the one. */
export interface GroupRule {
  /** Any of these groups; `*` is everybody whom the provider signs in. */
  readonly groups: readonly string[];
  readonly tier: Tier;
  readonly role: Role;
  readonly scopes: readonly string[];
}

/** An OpenID provider that tells who a person is. */
export interface ProviderConfig {
  /** Part of principals' ids: never changed once people signed in. */
  readonly id: string;
  /** What the button says. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined: a public client. */
  readonly clientSecret: Secret | undefined;
  readonly scopes: readonly string[];
  /** Where the groups stand in the claims, for instance `groups` or `realm_access.roles`. */
  readonly groupsClaim: string;
  readonly rules: readonly GroupRule[];
  /**
   * How long a sign-in lasts whose membership cannot be asked for again, because the provider gave no refresh token or does
   * not answer. Seconds since the membership was last known.
   */
  readonly uncheckedSeconds: number;
}

/** An application that may sign people in. All are public clients (RFC 6749 section 2.1): what ships cannot keep a secret. */
export interface OAuthClient {
  readonly id: string;
  readonly name: string;
  /** Exact addresses of a private-use scheme (RFC 8252 section 7.1). Loopback addresses need no entry (section 7.3). */
  readonly redirectUris: readonly string[];
}

/** Lets workloads in by a token of their platform (RFC 8693). The first rule that fits is the one. */
export interface FederationRule {
  readonly name: string;
  readonly issuer: string;
  readonly audience: string;
  /** Claims that must be there, each exactly, or with `*` for any run of characters. At least one. */
  readonly claims: Readonly<Record<string, string>>;
  readonly tier: Tier;
  readonly role: Role;
  readonly scopes: readonly string[];
  /** Seconds that the access token lasts; there is no refresh token. */
  readonly ttlSeconds: number;
}

export interface SignInConfig {
  readonly providers: readonly ProviderConfig[];
  /** The built-in ones first. */
  readonly clients: readonly OAuthClient[];
  readonly federation: readonly FederationRule[];
  /** Whether the page takes an API key: always without a provider. */
  readonly acceptsKeys: boolean;
}

/** Seconds. */
export interface TokenLives {
  /** 1 to 3,600, default 1,800. */
  readonly access: number;
  /** How long a session lasts without a refresh; default 604,800 (7 days). */
  readonly idle: number;
  /** How long it lasts at most; default 2,592,000 (30 days). */
  readonly most: number;
}
