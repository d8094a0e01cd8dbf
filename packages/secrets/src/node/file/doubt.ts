import { SecretsError } from '../../words/errors.ts';
import { UNVERIFIED } from '../../words/found.ts';
import type { Stamp } from './disk.ts';
import type { Vault } from './vault.ts';

/** What says that no key is at hand, and not that something is wrong with the file. */
const WITHOUT_KEY: readonly string[] = [
  'no_wrapping_key',
  'wrong_key',
  'too_many_attempts',
  'keyring_unavailable',
  'keyring_locked',
  'keyring_timeout',
  'keyring_failed',
];

/** Remembers that the file as it stands could not be verified without asking anybody, so that this is tried once. */
export function createDoubt(vault: Pick<Vault, 'parts' | 'fresh'>) {
  const { file, disk } = vault.parts;
  let noted: { readonly stamp: Stamp; readonly code: string } | undefined;
  return {
    covers: (stamp: Stamp) => noted?.stamp === stamp,
    /** Throws the error on when it says anything else than that no key is at hand. */
    note(stamp: Stamp, error: unknown): void {
      if (!SecretsError.isInstance(error) || !WITHOUT_KEY.includes(error.code)) throw error;
      noted = { stamp, code: error.code };
    },
    /** Why the file may have held more than it names. Undefined once it is verified, or another one. */
    current() {
      if (noted === undefined || vault.fresh() !== undefined || disk.stamp(file) !== noted.stamp) return undefined;
      const reason = `${file} was not verified: no key is at hand without asking (${noted.code}). Names may be missing in it.`;
      return { code: UNVERIFIED, reason };
    },
    forget(): void {
      noted = undefined;
    },
  };
}

export type Doubt = ReturnType<typeof createDoubt>;
