import type { Clock } from '@wicketgate/core';
import { flawNotice } from '../../rules/catalog/flaw-notice.ts';
import { checkWholeNumber } from '../../rules/option-checks.ts';
import { McpError } from '../../words/errors.ts';
import type { ListToolsOptions, ServerProblem, ToolsAnswer } from '../../words/tool-client.ts';
import type { CatalogTool } from '../../words/tool.ts';
import { asMcpError } from './error-of-tool.ts';
import type { ServerEntry } from './server-entry.ts';

const MAX_PATIENCE_MS = 10 * 60_000;

export interface ListingWait extends Pick<ListToolsOptions, 'from' | 'signal' | 'withinMs'> {
  readonly clock: Clock;
}

/**
 * The tools of servers, each asked as it must be, side by side. What fails is answered by name, and so is what takes longer than
 * `withinMs`: with what was known of it, unless it is not known by then who asks. Throws a TypeError for a wrong one.
 */
export async function listServerTools(
  entries: readonly ServerEntry[],
  { from = 'fresh', signal, withinMs, clock }: ListingWait,
): Promise<ToolsAnswer> {
  if (withinMs !== undefined) checkWholeNumber('withinMs', withinMs, { min: 1, max: MAX_PATIENCE_MS });
  const listings = entries.map((entry) => beginListing(entry, from, signal));
  if (withinMs === undefined) await Promise.all(listings.map(({ done }) => done));
  else await patiently(listings, { withinMs, signal, clock });
  signal?.throwIfAborted();
  const underWay = listings.filter(({ isDone }) => !isDone()).map(({ entry }) => entry.id);
  const recalled = listings.filter(({ isRecalled }) => isRecalled()).map(({ entry }) => entry);
  return {
    tools: recalled.flatMap(({ catalog }) => catalog.snapshot?.tools ?? []),
    problems: recalled.flatMap(problemsOf),
    ...(underWay.length > 0 && { underWay }),
  };
}

/** The tools of one server. Throws what is wrong with it where nothing is known of its tools. */
export async function listOneServer(
  entry: ServerEntry,
  options: Omit<ListingWait, 'withinMs'>,
): Promise<readonly CatalogTool[]> {
  const { tools, problems } = await listServerTools([entry], options);
  if (entry.catalog.snapshot === undefined && problems[0] !== undefined) throw problems[0].error;
  return tools;
}

type ListingMode = NonNullable<ListToolsOptions['from']>;

interface Listing {
  readonly entry: ServerEntry;
  /** It is known who asks, and what is stored for them. What was known before may be somebody else's. Never rejects. */
  readonly recalled: Promise<void>;
  readonly isRecalled: () => boolean;
  /** Never rejects. */
  readonly done: Promise<void>;
  readonly isDone: () => boolean;
}

function beginListing(entry: ServerEntry, from: ListingMode, signal: AbortSignal | undefined): Listing {
  const { catalog } = entry;
  const state = { isRecalled: false, isDone: false };
  const end = () => {
    state.isRecalled = true;
    state.isDone = true;
  };
  const begun = catalog.recall(from === 'cached' ? 'quiet' : 'asking', signal).then(() => {
    state.isRecalled = true;
    const listing = catalog.renew(from, signal);
    state.isDone = listing === undefined;
    return { listing };
  });
  return {
    entry,
    recalled: begun.then(() => undefined, end),
    isRecalled: () => state.isRecalled,
    done: begun.then(({ listing }) => listing).then(end, end),
    isDone: () => state.isDone,
  };
}

type Patience = Pick<ListingWait, 'signal' | 'clock'> & { readonly withinMs: number };

/** A server that has had its time already is not waited for once more, whoever waited for it. */
async function patiently(listings: readonly Listing[], { withinMs, ...wait }: Patience): Promise<void> {
  const startedAt = wait.clock.now();
  await Promise.all(
    listings.map(async ({ entry, recalled, isDone, done }) => {
      await doneWithin(withinMs, recalled, wait);
      const now = wait.clock.now();
      const since = Math.min(startedAt, entry.catalog.listingSince ?? now);
      const leftMs = withinMs - Math.max(0, now - since);
      if (!isDone() && leftMs > 0) await doneWithin(leftMs, done, wait);
    }),
  );
}

async function doneWithin(
  ms: number,
  done: Promise<void>,
  { signal, clock }: Pick<ListingWait, 'signal' | 'clock'>,
): Promise<void> {
  const over = new AbortController();
  const until = signal === undefined ? over.signal : AbortSignal.any([over.signal, signal]);
  await Promise.race([done, clock.sleep(ms, until).catch(() => undefined)]);
  over.abort();
}

function problemsOf({ id, catalog }: ServerEntry): readonly ServerProblem[] {
  const { failure, snapshot } = catalog;
  const flaws = snapshot?.flaws ?? [];
  return [
    ...(failure === undefined ? [] : [{ server: id, error: asMcpError(failure, undefined) }]),
    ...(flaws.length === 0
      ? []
      : [{ server: id, error: new McpError('bad_answer', flawNotice(flaws), { server: id }) }]),
  ];
}
