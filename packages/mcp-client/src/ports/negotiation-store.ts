import type { Negotiated } from '../words/negotiated.ts';

/** What was agreed with a server, and when. Plain JSON without a secret. */
export interface NegotiationRecord {
  readonly negotiated: Negotiated;
  /** Milliseconds since 1970 at which the server was asked. */
  readonly at: number;
}

/**
 * Where agreements with servers outlive a connection: in memory by default, on disk in `./node`. What fails is told to the
 * logger and does without.
 */
export interface NegotiationStore {
  /** `key`: identity of the server, alone for what every caller may know, or with the principal; no secret. */
  load(key: string): Promise<NegotiationRecord | undefined>;
  save(key: string, record: NegotiationRecord): Promise<void>;
  delete(key: string): Promise<void>;
}
