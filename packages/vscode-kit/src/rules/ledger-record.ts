import * as z from 'zod/mini';
import { LATEST_CHANGE } from './next-change.ts';
import type { SessionPlace } from './session-record.ts';

/** The last change of a session that any window of this machine made. It holds no secret. */
export interface LedgerRecord {
  /** Milliseconds since 1970, as in the session. */
  readonly changedAt: number;
  readonly signedIn: boolean;
}

const recordSchema = z.strictObject({
  v: z.literal(1),
  changedAt: z.int().check(z.minimum(0), z.maximum(LATEST_CHANGE)),
  signedIn: z.boolean(),
});

/** The record as one line of text. */
export function formatLedger({ changedAt, signedIn }: LedgerRecord): string {
  return JSON.stringify({ v: 1, changedAt, signedIn });
}

/** Reads what a ledger answers; undefined for whatever this version did not write. */
export function parseLedger(text: string | undefined): LedgerRecord | undefined {
  if (text === undefined) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = recordSchema.safeParse(document);
  if (!parsed.success) return undefined;
  const { changedAt, signedIn } = parsed.data;
  return { changedAt, signedIn };
}

/**
 * The name of a place's record: `session-` and 64 lower-case hexadecimal digits, which every file system takes and keeps
 * apart. It is the SHA-256 of origin and account.
 */
export async function ledgerNameOf({ account, origin }: SessionPlace): Promise<string> {
  // No origin holds a line feed: two places never read alike.
  const place = new TextEncoder().encode(`${origin}\n${account}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', place));
  return `session-${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
