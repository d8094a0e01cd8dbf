import * as z from 'zod/mini';

/** What of a file can be compared with what the keyring has seen. */
export interface Sighting {
  readonly counter: number;
  readonly mac: string;
  /** The print of the data key. */
  readonly key: string;
}

/** What the keyring keeps of one file. */
export interface Witness extends Sighting {
  /** A file under a new data key that was about to be written: it may be there or not. */
  readonly next?: Sighting | undefined;
}

/**
 * `same`: the file that was witnessed. `arrived`: the one that was announced. `ahead`: a later one under the same data key.
 * The others contradict the witness: `older`, `other` (as old, and not the same), `other-key` (later, under a data key that
 * was never announced), `unreadable` (the witness itself).
 */
export type Judgement = 'first' | 'same' | 'arrived' | 'ahead' | 'older' | 'other' | 'other-key' | 'unreadable';

const members = { counter: z.int().check(z.gte(1)), mac: z.string(), key: z.string() };
const witnessSchema = z.strictObject({ ...members, next: z.optional(z.strictObject(members)) });

export function formatWitness({ counter, mac, key, next }: Witness): string {
  return JSON.stringify({ counter, mac, key, ...(next && { next }) });
}

export function parseWitness(text: string): Witness | 'unreadable' {
  try {
    return witnessSchema.parse(JSON.parse(text));
  } catch {
    return 'unreadable';
  }
}

export function judge(seen: Sighting, witness: Witness | 'unreadable' | undefined): Judgement {
  if (witness === undefined || witness === 'unreadable') return witness ?? 'first';
  if (isSame(seen, witness)) return 'same';
  if (witness.next && isSame(seen, witness.next)) return 'arrived';
  if (seen.counter < witness.counter) return 'older';
  if (seen.counter === witness.counter) return 'other';
  const isLater = seen.key === witness.key || followsAnnounced(seen, witness.next);
  return isLater ? 'ahead' : 'other-key';
}

/** Whether a file may be believed after this judgement. */
export function isSound(judgement: Judgement): boolean {
  return ['first', 'same', 'arrived', 'ahead'].includes(judgement);
}

/** Why a file is not believed, to follow the file's name in a sentence. */
export function contradiction(
  judgement: Judgement,
  seen: Sighting,
  witness: Witness | 'unreadable' | undefined,
): string {
  const witnessed = typeof witness === 'object' ? witness.counter : 0;
  switch (judgement) {
    case 'older':
      return `is an older one (write ${seen.counter}) than the keyring has witnessed (write ${witnessed})`;
    case 'other':
      return `is another one than the keyring has witnessed, with the same count of writes (${witnessed})`;
    case 'other-key':
      return 'has another data key than the keyring has witnessed: it was replaced, or its key was rotated on another machine';
    default:
      return 'cannot be compared with the witness in the keyring, which is damaged';
  }
}

function isSame(a: Sighting, b: Sighting): boolean {
  return a.counter === b.counter && a.mac === b.mac && a.key === b.key;
}

function followsAnnounced(seen: Sighting, next: Sighting | undefined): boolean {
  return seen.key === next?.key && seen.counter > next.counter;
}
