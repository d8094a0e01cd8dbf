import type { JsonObject } from './tool.ts';

/** Revisions that are spoken, newest first. */
export const PROTOCOL_VERSIONS = ['2026-07-28', '2025-11-25', '2025-06-18', '2025-03-26'] as const;

/** What a connection and its server agreed on. Plain JSON: it is remembered between runs. */
export interface Negotiated {
  /** `modern`: 2026-07-28, stateless. `legacy`: a session that begins with `initialize`. */
  readonly era: 'modern' | 'legacy';
  readonly protocolVersion: string;
  readonly serverInfo: { readonly name: string; readonly version: string; readonly title?: string | undefined };
  readonly instructions: string | undefined;
  /** The whole answer of `server/discover`, for a start without a question. Undefined for `legacy`. */
  readonly discover: JsonObject | undefined;
  /** How the server speaks, as another caller found out: what it said of itself to them is left out. */
  readonly partial?: true | undefined;
}
