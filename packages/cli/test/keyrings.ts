import { Secret } from '@wicketgate/core';
import { type Keyring, type KeyringReport, SecretsError } from '@wicketgate/secrets';

/** A machine without a keyring, as a server in a rack: no test touches that of the developer. */
export function noKeyring(): Keyring {
  const failure = { code: 'keyring_unavailable', reason: 'This machine has no keyring.' } as const;
  const fail = () => Promise.reject(new SecretsError(failure.code, failure.reason));
  const report: KeyringReport = { usable: false, backend: 'None', ...failure };
  return {
    backend: 'None',
    get: fail,
    set: fail,
    delete: fail,
    probe: () => Promise.resolve(report),
    close: () => Promise.resolve(),
  };
}

export interface FakeKeyring extends Keyring {
  /** What is stored, by account. */
  readonly entries: Map<string, string>;
  /** How often its helper was ended. */
  readonly closed: () => number;
}

/** A keyring that works, in memory. `unknown`: it cannot tell whether it outlives a restart. */
export function fakeKeyring(persistent: 'yes' | 'unknown' = 'yes'): FakeKeyring {
  const entries = new Map<string, string>();
  let closed = 0;
  return {
    entries,
    closed: () => closed,
    backend: 'Memory',
    get: (account) => {
      const value = entries.get(account);
      return Promise.resolve(value === undefined ? undefined : new Secret(value));
    },
    set: (account, secret) => {
      entries.set(account, secret.reveal());
      return Promise.resolve();
    },
    delete: (account) => Promise.resolve(entries.delete(account)),
    probe: () => Promise.resolve({ usable: true, backend: 'Memory', persistent }),
    close: () => {
      closed += 1;
      return Promise.resolve();
    },
  };
}

/** A keyring that somebody has locked since it was written to. */
export function lockedKeyring(keyring: Keyring): Keyring {
  const fail = () => Promise.reject(new SecretsError('keyring_locked', 'The keyring is locked.'));
  return { ...keyring, get: fail, set: fail, delete: fail };
}
