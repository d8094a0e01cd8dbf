import type { Secret } from './secret.ts';

/** What a link of a credential chain came up with. */
export type LinkFinding =
  | { readonly kind: 'found'; readonly credential: Secret; readonly place?: string | undefined }
  /** `reason` says why, where there is something to say: `the gateway has no rule for this pipeline`. */
  | { readonly kind: 'nothing'; readonly reason?: string | undefined };

/** What a chain says of one of its links. Never a value. */
export interface LinkReport {
  /** `explicit`, `environment`, `federation`, `session`, `stored` or `ask`; or the name of a link of one's own. */
  readonly id: string;
  /** Where it looked, for people: `variable WICKETGATE_API_KEY`. */
  readonly place: string;
  /** `not_asked`: a link before it had a credential, or failed. */
  readonly outcome: 'found' | 'nothing' | 'failed' | 'not_asked';
  readonly reason: string | undefined;
}

/** Where a credential came from, and where else was looked. */
export interface ChainReport {
  /** The link that won; undefined when none had a credential. */
  readonly winner: LinkReport | undefined;
  /** Every link, in order. */
  readonly links: readonly LinkReport[];
}
