import type { SecretsDocument } from '../../words/document.ts';
import { SecretsError } from '../../words/errors.ts';
import type { DataKey } from './data-key.ts';
import type { Notices } from './notices.ts';
import { sightingOf, type WitnessStand } from './witness.ts';
import { contradiction, isSound, judge } from './witness-record.ts';

/** Whether a keyring would have noticed an older file. */
export type Rollback = 'witnessed' | 'unseen';

export interface WitnessParts {
  readonly file: string;
  readonly witness: WitnessStand;
  readonly notices: Notices;
}

/** What the keyring says of a verified file; undefined when that has to be settled under the file's lock. */
export async function askWitness(
  { witness, notices }: WitnessParts,
  { document, key }: { document: SecretsDocument; key: DataKey },
  signal?: AbortSignal,
): Promise<Rollback | undefined> {
  const recalled = await witness.recall(document.id, signal);
  if (SecretsError.isInstance(recalled)) return sayUnseen(notices, recalled);
  return judge(sightingOf(document, key.print), recalled) === 'same' ? 'witnessed' : undefined;
}

/** Under the lock, when no writer is between its two writes: brings the witness up to the file, or throws `rolled_back`. */
export async function settleWithWitness(
  parts: WitnessParts,
  { document, key }: { document: SecretsDocument; key: DataKey },
): Promise<Rollback> {
  const { file, witness, notices } = parts;
  const seen = sightingOf(document, key.print);
  const recalled = await witness.recall(document.id);
  if (SecretsError.isInstance(recalled)) return sayUnseen(notices, recalled);
  const judgement = judge(seen, recalled);
  if (!isSound(judgement)) throw rolledBack(`${file} ${contradiction(judgement, seen, recalled)}.`);
  if (judgement === 'same') return 'witnessed';
  if (typeof recalled === 'object' && judgement === 'ahead') {
    notices.say({ kind: 'witness-behind', witnessed: recalled.counter, counter: seen.counter });
  }
  const recorded = await tellWitness(parts, document, key);
  if (judgement !== 'first') return recorded;
  if (recorded === 'witnessed') notices.say({ kind: 'first-witness' });
  // There was nothing to compare this file with.
  return 'unseen';
}

/** Brings the keyring up to a file that stands on the disk. */
export async function tellWitness(
  { witness, notices }: WitnessParts,
  document: SecretsDocument,
  key: DataKey,
): Promise<Rollback> {
  const refused = await witness.record(document.id, sightingOf(document, key.print));
  if (refused === undefined) return 'witnessed';
  if (refused.code === 'keyring_unavailable') return sayUnseen(notices, refused);
  notices.say({ kind: 'witness-failed', code: refused.code, reason: refused.message });
  return 'unseen';
}

/** A new data key that nobody announced would look like a file that was replaced. Throws the keyring's refusal. */
export async function announce(
  { witness }: WitnessParts,
  current: { document: SecretsDocument; key: DataKey },
  next: { document: SecretsDocument; key: DataKey },
): Promise<void> {
  const before = sightingOf(current.document, current.key.print);
  const record = { ...before, next: sightingOf(next.document, next.key.print) };
  const refused = await witness.record(current.document.id, record);
  if (refused === undefined || refused.code === 'keyring_unavailable') return;
  const message = `The data key was not replaced: the keyring did not take note. ${refused.message}`;
  throw new SecretsError(refused.code, message, { cause: refused, hint: refused.hint });
}

export function rolledBack(message: string): SecretsError {
  return new SecretsError('rolled_back', message, {
    hint: 'Somebody may have put an old copy in its place. See what is there, and decide: wicketgate secrets recover',
  });
}

function sayUnseen(notices: Notices, { code, message }: SecretsError): 'unseen' {
  notices.say({ kind: 'rollback-unseen', code, reason: message });
  return 'unseen';
}
