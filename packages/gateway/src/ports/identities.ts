import type { Approval, SessionRecord } from '../domain/session-record.ts';

/** What became of the person or key behind a sign-in. */
export type Recheck =
  | { readonly kind: 'good'; readonly approval: Approval }
  /** May not come in any more. The reason is for the audit trail: plain words, no secret. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** Nobody could be asked: the provider does not answer, or gave nothing to ask with. */
  | { readonly kind: 'unknown' };

/** What a workload's token is worth (RFC 8693). */
export type Federated =
  | { readonly ok: true; readonly approval: Approval; readonly ttlSeconds: number; readonly rule: string }
  /** The description names the claim that did not fit, never the token. */
  | { readonly ok: false; readonly description: string };

/** What an API key is worth to somebody who signs in with it. */
export type KeyApproval =
  | { readonly ok: true; readonly approval: Approval }
  /** `refused`: no key, or one that may not pass; a stranger reads the same of both. */
  | { readonly ok: false; readonly reason: 'refused' | 'unavailable' };

/** Tells who may come in. */
export interface Identities {
  /** Asks again for the identity behind a sign-in. Never rejects for what a provider does; rejects when the signal aborts. */
  recheck(session: SessionRecord, now: number, signal?: AbortSignal): Promise<Recheck>;
  /** Judges the token of a workload's platform by the rules. Throws `ProviderDown` when its issuer cannot be asked. */
  federate(subjectToken: string, now: number, signal?: AbortSignal): Promise<Federated>;
  approveKey(text: string, now: number): Promise<KeyApproval>;
}
