import * as z from 'zod/mini';
import { LATEST_CHANGE } from './next-change.ts';
import type { SessionPlace } from './session-record.ts';

/**
 * What the windows of this machine tell each other of the sessions of a place. It holds no secret. People who use one
 * machine from several computers or browsers have a secret storage each, and this one record: so it names the sessions that
 * are over, and not the one that holds.
 */
export interface LedgerRecord {
  /** The latest sign-in, by the `changedAt` of its session; 0 when nobody has signed in. */
  readonly signedInAt: number;
  /** The sessions that are over, by their `changedAt`: latest first, the latest 64. */
  readonly ended: readonly number[];
}

const MAX_ENDED = 64;

const changeSchema = z.int().check(z.minimum(0), z.maximum(LATEST_CHANGE));

const recordSchema = z.strictObject({
  v: z.literal(1),
  signedInAt: changeSchema,
  ended: z.array(changeSchema).check(z.maxLength(MAX_ENDED)),
});

/** The record as one line of text. */
export function formatLedger({ signedInAt, ended }: LedgerRecord): string {
  return JSON.stringify({ v: 1, signedInAt, ended });
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
  const { signedInAt, ended } = parsed.data;
  return { signedInAt, ended };
}

/** All that the records know. In whatever order windows merge, they end with the same record. */
export function mergeLedgers(...records: readonly (LedgerRecord | undefined)[]): LedgerRecord {
  const known = records.filter((record) => record !== undefined);
  const ended = new Set(known.flatMap((record) => record.ended));
  return {
    signedInAt: Math.max(0, ...known.map(({ signedInAt }) => signedInAt)),
    ended: [...ended].sort((one, other) => other - one).slice(0, MAX_ENDED),
  };
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
