import type { FoundSecret, Logger, SecretSource } from '@wicketgate/core';
import { describeFailure, isPassedOver } from '../rules/source-failure.ts';
import type { SkippedSource } from '../words/found.ts';

/** What was found at one place: one source asked for one name. */
export type Visit = { readonly source: SecretSource; readonly name: string } & (
  | { readonly outcome: 'held'; readonly found: FoundSecret }
  | { readonly outcome: 'empty'; readonly found: FoundSecret }
  /** `doubt`: why that cannot be relied on. */
  | { readonly outcome: 'absent'; readonly doubt: SkippedSource | undefined }
  /** `passable`: the search may go on below. */
  | { readonly outcome: 'failed'; readonly error: unknown; readonly passable: boolean }
);

export type HeldVisit = Extract<Visit, { outcome: 'held' }>;
export type FailedVisit = Extract<Visit, { outcome: 'failed' }>;

export interface Search {
  readonly sources: readonly SecretSource[];
  /** The name and its aliases, in the order in which they win. */
  readonly names: readonly string[];
  readonly signal: AbortSignal | undefined;
  /** Failures of this operation: a source that could not be asked once is not asked again, each time as slowly. */
  readonly failures: Map<SecretSource, { readonly error: unknown; readonly passable: boolean }>;
  readonly logger: Logger | undefined;
}

/**
 * Visits every place in order: sources outside, names inside, so that a higher source with its last alias comes before a
 * lower one with the first. Goes on after a find and after a failure: whoever asks decides when to stop.
 */
export async function* visitPlaces(search: Search): AsyncGenerator<Visit, void, void> {
  for (const source of search.sources) {
    for (const name of search.names) {
      const visit = await visitPlace(search, source, name);
      yield visit;
      if (visit.outcome === 'failed') break;
    }
  }
}

/** Why it cannot be relied on that a source has nothing. */
export function doubtIn(source: SecretSource): SkippedSource | undefined {
  const doubt = source.doubt?.();
  return doubt && { source: source.id, ...doubt };
}

async function visitPlace(search: Search, source: SecretSource, name: string): Promise<Visit> {
  const known = search.failures.get(source);
  if (known?.passable) return { source, name, outcome: 'failed', ...known };
  search.signal?.throwIfAborted();
  try {
    const found = await source.find(name, search.signal);
    if (found === undefined) return { source, name, outcome: 'absent', doubt: doubtIn(source) };
    // A blank value in a higher place means "not here": people comment variables out that way.
    return { source, name, outcome: found.secret.reveal().trim() === '' ? 'empty' : 'held', found };
  } catch (error) {
    search.signal?.throwIfAborted();
    const failure = { error, passable: isPassedOver(source.id, error) };
    search.failures.set(source, failure);
    if (failure.passable)
      search.logger?.warn({ ...describeFailure(source.id, error) }, 'a source of secrets was passed over');
    return { source, name, outcome: 'failed', ...failure };
  }
}
