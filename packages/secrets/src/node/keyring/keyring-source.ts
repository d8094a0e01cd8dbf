import type { SecretStore } from '@wicketgate/core';
import type { Keyring } from '../../ports/keyring.ts';
import { checkSecretName } from '../../rules/secret-name.ts';
import { checkSecretValue } from '../../rules/secret-value.ts';

export interface KeyringSourceOptions {
  readonly keyring: Keyring;
  /** What the secrets are for: `development`, `production`. Each environment has entries of its own. */
  readonly environment: string;
}

const ENVIRONMENT = /^[a-z0-9][a-z0-9-]{0,31}$/;

/**
 * The secrets of one environment in the operating system's keyring, each at the account `secret:<environment>:<name>`. It
 * names none of them: keyrings tell what is stored only to those who ask for it by name. Throws a TypeError for an
 * environment that is not 1 to 32 of `a-z`, `0-9` and `-`.
 */
export function createKeyringSource({ keyring, environment }: KeyringSourceOptions): SecretStore {
  if (!ENVIRONMENT.test(environment)) throw new TypeError('environment must be 1 to 32 of a-z, 0-9 and -.');
  const accountOf = (name: string) => `secret:${environment}:${checkSecretName(name)}`;

  return {
    id: 'keyring',
    find: async (name, signal) => {
      const account = accountOf(name);
      const secret = await keyring.get(account, signal);
      return secret && { secret, place: `${keyring.backend}, ${account}` };
    },
    put: async (name, secret, signal) => {
      const account = accountOf(name);
      checkSecretValue(name, secret);
      await keyring.set(account, secret, signal);
    },
    remove: async (name, signal) => keyring.delete(accountOf(name), signal),
  };
}
