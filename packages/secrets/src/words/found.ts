import type { Secret } from '@wicketgate/core';

/** Where a value came from. Safe to show: it says nothing about the value. */
export interface Provenance {
  /** The id of the source: `environment`, `file`. */
  readonly source: string;
  /** The name under which the source has it: the spec's own or one of its aliases. */
  readonly name: string;
  /** For people: `variable GITHUB_TOKEN`, `/srv/app/.env, line 3`. */
  readonly place: string;
  readonly updatedAt?: number;
}

/** The code of a source that holds no such name, as far as can be told: nobody could verify it without asking for a key. */
export const UNVERIFIED = 'unverified';

/** A source that could not be asked, or not be relied on (`unverified`), and was passed over. */
export interface SkippedSource {
  readonly source: string;
  readonly code: string;
  readonly reason: string;
}

/** A secret with all that may be said about it. */
export interface Finding {
  readonly secret: Secret;
  readonly from: Provenance;
  /** Places further down that hold it as well and are not used; `differs` when their value is another one. */
  readonly shadowed: readonly (Provenance & { readonly differs: boolean })[];
  readonly skipped: readonly SkippedSource[];
}

/** What may be shown of a secret to anybody, a language model included. */
export interface SecretListing {
  readonly name: string;
  readonly isSet: boolean;
  readonly required: boolean;
  readonly purpose?: string;
  readonly url?: string;
  readonly from?: Provenance;
  /** `[redacted …last4]`, or `[redacted]` for a value of fewer than 16 characters. */
  readonly shown?: string;
  /** Characters of the value. */
  readonly length?: number;
  /** Whether the value has the form that its spec expects; undefined where none is expected. */
  readonly fits?: boolean;
  readonly shadowed: readonly (Provenance & { readonly differs: boolean })[];
  /** Milliseconds since 1970 after which it should be replaced, where both the period and the age are known. */
  readonly rotateBy?: number;
  /** Why it could not be told: the source that failed. */
  readonly failure?: SkippedSource;
}

/** One place where a secret was looked for. */
export interface ExplainedPlace {
  readonly source: string;
  /** The name or alias that was looked for there. */
  readonly name: string;
  readonly outcome: 'used' | 'shadowed' | 'empty' | 'absent' | 'skipped' | 'failed';
  readonly place?: string;
  /** Of `shadowed`: whether its value is another one. */
  readonly differs?: boolean;
  /** Of `skipped` and `failed`, and of an `absent` that cannot be relied on. */
  readonly code?: string;
  readonly reason?: string;
}
