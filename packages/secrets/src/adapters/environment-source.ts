import { Secret, type SecretSource } from '@wicketgate/core';
import { isOwnKey } from '../rules/own-key.ts';
import { isReference } from '../rules/secret-reference.ts';

/**
 * The variables of a process, as they are when they are asked for. A value that begins with `wicketgate:` refers to a secret
 * kept elsewhere and counts as absent: programs that load a dotenv file hand such lines on. So does what opens our own
 * files, `WICKETGATE_MASTER_KEY` and the like.
 */
export function createEnvironmentSource(env: Readonly<Record<string, string | undefined>>): SecretSource {
  return {
    id: 'environment',
    find: (name) => {
      // Its own alone: every object has a `constructor`.
      const value = Object.hasOwn(env, name) && !isOwnKey(name) ? env[name] : undefined;
      if (value === undefined || isReference(value)) return Promise.resolve(undefined);
      return Promise.resolve({ secret: new Secret(value), place: `variable ${name}` });
    },
  };
}
