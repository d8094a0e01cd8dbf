import type { ProbeResult } from '@wicketgate/secrets';
import type { ProbeAnswer } from '../words/probe-answer.ts';
import type { Context } from './context.ts';
import type { SecretsRoom } from './secrets-room.ts';

/**
 * Asks the vendors whether these values work, at once. Throws `not_allowed` for one that a project's file wants to send
 * elsewhere without leave.
 */
export async function probeAll(
  { io, terminal }: Context,
  { manager }: Pick<SecretsRoom, 'manager'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, ProbeResult>> {
  let done = 0;
  await terminal.progress(`Asking the vendors: 0 of ${names.length}…`);
  const results = await Promise.all(
    names.map(async (name) => {
      const result = await manager.probe(name, { signal: io.signal });
      done += 1;
      await terminal.progress(`Asking the vendors: ${done} of ${names.length}…`);
      return [name, result] as const;
    }),
  );
  await terminal.clearProgress();
  return new Map(results);
}

/** The same, and where the project's file has no leave yet, that: nothing is sent then. */
export async function probeAllowed(
  context: Context,
  room: Pick<SecretsRoom, 'manager' | 'specs'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, ProbeAnswer>> {
  const wanting = new Set(room.specs.filter((spec) => spec.withheld?.includes('probe')).map(({ name }) => name));
  const answers = await probeAll(
    context,
    room,
    names.filter((name) => !wanting.has(name)),
  );
  const withheld = names.filter((name) => wanting.has(name)).map((name) => [name, { outcome: 'withheld' }] as const);
  return new Map<string, ProbeAnswer>([...answers, ...withheld]);
}
