import { isSecretName } from '../rules/secret-name.ts';
import { describeFailure, isPassedOver } from '../rules/source-failure.ts';
import { isStore } from './manager-options.ts';
import type { Search } from './place-visits.ts';

/**
 * The names that stand in sources that can be written to, sorted. A keyring that cannot be asked is passed over, and so is
 * what others keep there under names that no call takes.
 */
export async function storedNames({ sources, signal, failures, logger }: Search): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const source of sources) {
    if (!isStore(source) || source.names === undefined) continue;
    signal?.throwIfAborted();
    try {
      for (const name of (await source.names(signal)).filter(isSecretName)) names.add(name);
    } catch (error) {
      signal?.throwIfAborted();
      if (!isPassedOver(source.id, error)) throw error;
      failures.set(source, { error, passable: true });
      logger?.warn({ ...describeFailure(source.id, error) }, 'a source of secrets was passed over');
    }
  }
  return [...names].sort();
}
