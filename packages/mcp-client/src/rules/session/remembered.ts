import type { Negotiated } from '../../words/negotiated.ts';

/** After this an agreement on an old revision is no longer believed: the server may have been upgraded. */
export const LEGACY_LIFE_MS = 86_400_000;

/** What is remembered of a server, if it still holds. `at`: when the server was asked; one from the future is not believed. */
export function believed(
  record: { readonly negotiated: Negotiated; readonly at: number } | undefined,
  now: number,
): Negotiated | undefined {
  if (record === undefined || record.at > now) return undefined;
  if (record.negotiated.era === 'legacy') return now - record.at < LEGACY_LIFE_MS ? record.negotiated : undefined;
  return record.negotiated.discover === undefined ? undefined : record.negotiated;
}
