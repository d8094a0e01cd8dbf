import type { ServerReport } from '../../words/tool-client.ts';
import type { ServerEntry } from './server-entry.ts';

/** Connects to servers side by side. Answers how it stands with each; one that fails says so there. */
export async function connectServers(
  entries: readonly ServerEntry[],
  signal: AbortSignal | undefined,
): Promise<readonly ServerReport[]> {
  await Promise.allSettled(entries.map(({ session }) => session.connect({ signal })));
  signal?.throwIfAborted();
  return entries.map((entry) => entry.report());
}
