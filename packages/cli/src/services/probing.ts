import type { ProbeResult } from '@wicketgate/secrets';
import type { Context } from './context.ts';
import type { SecretsRoom } from './secrets-room.ts';

/**
 * Asks the vendors whether these values work, at once. What a project's file wants to send elsewhere is left out until it
 * was allowed.
 */
export async function probeAll(
  { io, terminal }: Context,
  { manager, specs }: Pick<SecretsRoom, 'manager' | 'specs'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, ProbeResult>> {
  const withheld = new Set(specs.filter((spec) => spec.withheld?.includes('probe')).map(({ name }) => name));
  let done = 0;
  await terminal.progress(`Asking the vendors: 0 of ${names.length}…`);
  const results = await Promise.all(
    names.map(async (name) => {
      const result: ProbeResult = withheld.has(name)
        ? { outcome: 'none' }
        : await manager.probe(name, { signal: io.signal });
      done += 1;
      await terminal.progress(`Asking the vendors: ${done} of ${names.length}…`);
      return [name, result] as const;
    }),
  );
  await terminal.clearProgress();
  return new Map(results);
}
