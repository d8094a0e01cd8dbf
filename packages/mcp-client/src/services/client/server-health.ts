import type { Clock } from '@wicketgate/core';
import type { ServerHealth } from '../../words/client-results.ts';
import { asMcpError } from './error-of-tool.ts';
import type { ServerEntry } from './server-entry.ts';

/** Asks each server for a sign of life, side by side, each with its own deadline. */
export async function askHealth(
  entries: readonly ServerEntry[],
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<readonly ServerHealth[]> {
  const answers = await Promise.all(entries.map((entry) => askOne(entry, clock, signal)));
  signal?.throwIfAborted();
  return answers;
}

async function askOne(
  { id, session }: ServerEntry,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<ServerHealth> {
  const startedAt = clock.now();
  const error = await session.ping({ signal }).then(
    () => undefined,
    (cause: unknown) => asMcpError(cause, signal),
  );
  return { server: id, ok: error === undefined, durationMs: clock.now() - startedAt, error };
}
