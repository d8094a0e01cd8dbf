import { SecretsError, type SecretsErrorCode } from '../words/errors.ts';
import type { Envelope, SealedPlace } from './envelope.ts';

/** A row of some table, with what finds it again. */
export interface SealedRow<Ref> extends SealedPlace {
  readonly ref: Ref;
  readonly sealed: string;
}

export interface ReencryptOptions<Ref> {
  /** With the old keys and the new one; its current key is what all rows shall be sealed with. */
  readonly envelope: Envelope;
  /** Every row of the table, in any order. Rows may come and go meanwhile. */
  readonly rows: AsyncIterable<SealedRow<Ref>>;
  /**
   * Writes `to` where the row still holds `from`, in one statement, and answers whether it did. Without that condition a
   * value that somebody stores meanwhile would be lost.
   */
  replace(ref: Ref, change: { readonly from: string; readonly to: string }): Promise<boolean>;
  readonly signal?: AbortSignal;
  /** After each row. */
  onProgress?(progress: ReencryptCounts): void;
}

export interface ReencryptCounts {
  readonly seen: number;
  readonly changed: number;
  /** Rows that name the current key already. They are not opened. */
  readonly current: number;
  /** Rows that somebody else changed meanwhile, or removed. */
  readonly conflicts: number;
}

export interface ReencryptReport<Ref> extends ReencryptCounts {
  /** Rows left as they were: they do not open, or `replace` threw. */
  readonly failed: readonly ReencryptFailure<Ref>[];
}

export interface ReencryptFailure<Ref> {
  readonly ref: Ref;
  readonly code: SecretsErrorCode | 'replace_failed';
  /** Of `replace_failed`: what `replace` threw. */
  readonly cause?: unknown;
}

type Outcome = 'changed' | 'current' | 'conflicts' | Omit<ReencryptFailure<unknown>, 'ref'>;

/**
 * Seals every row of a table with the current key while the table is in use. Safe to stop and to repeat: run it until it
 * reports no conflict and no failure, and only then take the old key away. Throws what `rows` throws, or the reason of an
 * aborted signal; a bad row never ends it.
 */
export async function reencrypt<Ref>(options: ReencryptOptions<Ref>): Promise<ReencryptReport<Ref>> {
  const { rows, signal } = options;
  const counts = { seen: 0, changed: 0, current: 0, conflicts: 0 };
  const failed: ReencryptFailure<Ref>[] = [];
  signal?.throwIfAborted();
  for await (const row of rows) {
    signal?.throwIfAborted();
    const outcome = await reencryptRow(row, options);
    counts.seen++;
    if (typeof outcome === 'string') counts[outcome]++;
    else failed.push({ ref: row.ref, ...outcome });
    options.onProgress?.({ ...counts });
  }
  return { ...counts, failed };
}

async function reencryptRow<Ref>(row: SealedRow<Ref>, options: ReencryptOptions<Ref>): Promise<Outcome> {
  const to = await sealAnew(row, options.envelope);
  if ('outcome' in to) return to.outcome;
  try {
    return (await options.replace(row.ref, { from: row.sealed, to: to.sealed })) ? 'changed' : 'conflicts';
  } catch (cause) {
    // What a table throws because it was told to stop is no fault of the row.
    options.signal?.throwIfAborted();
    return { code: 'replace_failed', cause };
  }
}

async function sealAnew(
  { sealed, path, name }: SealedPlace & { readonly sealed: string },
  envelope: Envelope,
): Promise<{ readonly sealed: string } | { readonly outcome: Outcome }> {
  try {
    if (envelope.isCurrent(sealed)) return { outcome: 'current' };
    return { sealed: await envelope.seal(await envelope.open(sealed, { path, name }), { path, name }) };
  } catch (error) {
    if (SecretsError.isInstance(error)) return { outcome: { code: error.code } };
    throw error;
  }
}
