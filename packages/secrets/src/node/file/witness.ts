import { Secret } from '@wicketgate/core';
import type { Keyring } from '../../ports/keyring.ts';
import { SecretsError } from '../../words/errors.ts';
import { formatWitness, parseWitness, type Sighting, type Witness } from './witness-record.ts';

/** The keyring as a witness of counters. It answers its refusals: a file opens without a witness as well. */
export interface WitnessStand {
  recall(fileId: string, signal?: AbortSignal): Promise<Witness | 'unreadable' | undefined | SecretsError>;
  /** Answers why it could not. */
  record(fileId: string, witness: Witness, signal?: AbortSignal): Promise<SecretsError | undefined>;
  /** Asks the keyring again that refused before. */
  reset(): void;
}

/** Keyrings give up their entries by this name. */
function witnessAccount(fileId: string): string {
  return `witness:${fileId}`;
}

/**
 * A keyring that refused is not asked again until `reset`: each further call might wait for its time limit, or ask a
 * person to unlock what they have just left locked.
 */
export function createWitnessStand(keyring: Keyring | undefined): WitnessStand {
  let refused: SecretsError | undefined;
  const asking = async <T>(call: (it: Keyring) => Promise<T>): Promise<T | SecretsError> => {
    if (keyring === undefined) return new SecretsError('keyring_unavailable', 'No keyring is at hand.');
    if (refused !== undefined) return refused;
    try {
      return await call(keyring);
    } catch (error) {
      if (!SecretsError.isInstance(error)) throw error;
      return (refused = error);
    }
  };
  return {
    recall: (fileId, signal) =>
      asking(async (it) => {
        const text = await it.get(witnessAccount(fileId), signal);
        return text && parseWitness(text.reveal());
      }),
    record: (fileId, witness, signal) =>
      asking(async (it) => {
        await it.set(witnessAccount(fileId), new Secret(formatWitness(witness)), signal);
        return undefined;
      }),
    reset: () => {
      refused = undefined;
    },
  };
}

/** What the witness of a file says of it. */
export function sightingOf(document: { readonly index: { counter: number; mac: string } }, key: string): Sighting {
  return { counter: document.index.counter, mac: document.index.mac, key };
}
