import { type PublicJwk, publicJwkSchema } from '@wicketgate/contract';
import * as z from 'zod/mini';

const recordSchema = z.object({
  version: z.literal(1),
  receipt: z.string(),
  keys: z.array(publicJwkSchema),
  seen_at: z.int(),
});

/** What is kept of a receipt. */
export interface ReceiptRecord {
  /** Compact JWS. */
  readonly receipt: string;
  /** The public keys that it was verified with when it came; empty where keys are pinned. */
  readonly keys: readonly PublicJwk[];
  /** The latest time seen since, in milliseconds since 1970. */
  readonly seenAt: number;
}

/** The record as one line of text, for a `ReceiptStore`. */
export function formatRecord({ receipt, keys, seenAt }: ReceiptRecord): string {
  return JSON.stringify({ version: 1, receipt, keys, seen_at: seenAt });
}

/** Reads a line of a store; undefined for whatever this version did not write. */
export function parseRecord(line: string): ReceiptRecord | undefined {
  let document: unknown;
  try {
    document = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = recordSchema.safeParse(document);
  if (!parsed.success) return undefined;
  const { receipt, keys, seen_at: seenAt } = parsed.data;
  return { receipt, keys, seenAt };
}
