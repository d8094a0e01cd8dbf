import type { CatalogFigures } from '../../words/client-results.ts';
import type { ServerEntry } from './server-entry.ts';

/** What is known of all servers' tools, and how often they were asked for it. */
export function catalogFigures(entries: readonly ServerEntry[]): CatalogFigures {
  const sum = (figure: (entry: ServerEntry) => number) => entries.reduce((total, entry) => total + figure(entry), 0);
  return {
    servers: entries.length,
    tools: sum(({ catalog }) => catalog.snapshot?.tools.length ?? 0),
    held: sum(({ catalog }) => catalog.snapshot?.tools.filter(({ state }) => state === 'held').length ?? 0),
    dropped: sum(({ catalog }) => catalog.snapshot?.flaws.length ?? 0),
    hits: sum(({ catalog }) => catalog.stats.hits),
    misses: sum(({ catalog }) => catalog.stats.misses),
    failures: sum(({ catalog }) => catalog.stats.failures),
  };
}
