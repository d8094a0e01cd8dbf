import { type Clock, Secret, type SecretStore, systemClock } from '@wicketgate/core';
import type { SecretStore as SecretStorage } from '../ports/secret-store.ts';
import { withinTime } from './time-limit.ts';

/** Beside the gate's own entries, which other names begin. */
const PREFIX = 'wicketgate.secret.';

/** A host that hangs is not waited for any longer. */
const TIMEOUT_MS = 5_000;

export interface EditorSecretStoreOptions {
  /** `context.secrets` of the extension: each extension sees its own. */
  readonly secrets: Pick<SecretStorage, 'keys' | 'get' | 'store' | 'delete'>;
  /** Default: the platform's. */
  readonly clock?: Clock;
}

/**
 * The secret storage of the editor as a source of secrets, with the id `editor`: a source for the `SecretManager` of
 * `@wicketgate/secrets`. Each secret stands under `wicketgate.secret.<name>`. Throws `timeout` for a host that takes longer
 * than 5 s, and the error of the host.
 */
export function createEditorSecretStore({ secrets, clock = systemClock }: EditorSecretStoreOptions): SecretStore {
  const ask = <T>(signal: AbortSignal | undefined, work: () => PromiseLike<T>) =>
    withinTime({ clock, ms: TIMEOUT_MS, signal }, work);
  const get = (name: string, signal?: AbortSignal) => ask(signal, () => secrets.get(PREFIX + name));
  return {
    id: 'editor',
    find: async (name, signal) => {
      const value = await get(name, signal);
      return value === undefined ? undefined : { secret: new Secret(value), place: `secret storage, ${PREFIX}${name}` };
    },
    names: async (signal) => {
      const keys = await ask(signal, () => secrets.keys());
      const names = keys.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
      return names.sort();
    },
    put: (name, secret, signal) => ask(signal, () => secrets.store(PREFIX + name, secret.reveal())),
    remove: async (name, signal) => {
      const wasThere = (await get(name, signal)) !== undefined;
      if (wasThere) await ask(signal, () => secrets.delete(PREFIX + name));
      return wasThere;
    },
  };
}
