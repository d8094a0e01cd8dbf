import { Secret } from '@wicketgate/core';
import { checkKeyringName, checkKeyringValue } from '../src/node/keyring/limits.ts';
import type { Keyring, KeyringReport } from '../src/ports/keyring.ts';
import { SecretsError } from '../src/words/errors.ts';

type KeyringErrorCode = Extract<KeyringReport, { usable: false }>['code'];

/** A keyring in memory, which passes the contract suite of the port. */
export interface MemoryKeyring extends Keyring {
  /** What is stored, by account: tests look into it and reach in. */
  readonly entries: Map<string, string>;
  /** From now on every call fails with this code, as one that is locked or gone does; `undefined`: it works again. */
  failWith(code: KeyringErrorCode | undefined): void;
}

interface MemoryKeyringOptions {
  /** Give two of them the same map, and they are two processes at one keyring. By default a map of its own. */
  readonly entries?: Map<string, string>;
  /** What its probe tells. Default `yes`. */
  readonly persistent?: 'yes' | 'unknown';
}

export function createMemoryKeyring(options: MemoryKeyringOptions = {}): MemoryKeyring {
  const { entries = new Map<string, string>(), persistent = 'yes' } = options;
  const backend = 'Memory';
  let failure: KeyringErrorCode | undefined;

  const enter = async (account: string, signal: AbortSignal | undefined) => {
    checkKeyringName('account', account);
    signal?.throwIfAborted();
    // The real one answers from another process: never in the same turn.
    await Promise.resolve();
    if (failure !== undefined) throw new SecretsError(failure, `The keyring in memory was told to fail: ${failure}.`);
  };

  return {
    backend,
    entries,
    failWith: (code) => {
      failure = code;
    },
    get: async (account, signal) => {
      await enter(account, signal);
      const value = entries.get(account);
      return value === undefined ? undefined : new Secret(value);
    },
    set: async (account, secret, signal) => {
      checkKeyringValue(secret, 'linux');
      await enter(account, signal);
      entries.set(account, secret.reveal());
    },
    delete: async (account, signal) => {
      await enter(account, signal);
      return entries.delete(account);
    },
    probe: (signal) => {
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      if (failure === undefined) return Promise.resolve({ usable: true, backend, persistent });
      return Promise.resolve({ usable: false, backend, code: failure, reason: 'It was told to fail.' });
    },
    close: () => Promise.resolve(),
  };
}
