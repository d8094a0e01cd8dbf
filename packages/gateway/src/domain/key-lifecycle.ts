import { type KeyStatus, MAX_OVERLAP_SECONDS } from '@wicketgate/contract';
import type { KeyEdit } from './key-draft.ts';
import type { KeyChange, KeyRecord } from './key-record.ts';

/** What an act makes of a key: a change, nothing because it is so already, or a refusal in words. */
export type Transition =
  | { readonly kind: 'change'; readonly change: KeyChange }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly detail: string };

/** Why a key ended that a successor replaced without an overlap. */
const ROTATED = 'rotated';

const UNCHANGED: Transition = { kind: 'unchanged' };
const REVOKED_IS_FINAL: Transition = {
  kind: 'refused',
  detail: 'The key was revoked, which is final. Make a new one.',
};

type Lifecycle = Pick<KeyRecord, 'status' | 'expiresAt'>;

/** The state of a key at an instant. The end outranks the pause: revoked, then expired, then suspended. */
export function stateOf({ status, expiresAt }: Lifecycle, now: number): KeyStatus {
  if (status === 'revoked') return 'revoked';
  if (expiresAt !== null && expiresAt <= now) return 'expired';
  return status;
}

/** active -> suspended. */
export function suspension(record: KeyRecord, reason: string | null, now: number): Transition {
  if (record.status === 'revoked') return REVOKED_IS_FINAL;
  if (record.status === 'suspended') return UNCHANGED;
  return { kind: 'change', change: { status: 'suspended', suspendedAt: now, suspendedReason: reason } };
}

/** suspended -> active. */
export function resumption(record: KeyRecord): Transition {
  if (record.status === 'revoked') return REVOKED_IS_FINAL;
  if (record.status === 'active') return UNCHANGED;
  return { kind: 'change', change: { status: 'active', suspendedAt: null, suspendedReason: null } };
}

/** Who ends a key, why and when. */
export interface Ending {
  readonly by: string;
  readonly reason: string;
  readonly at: number;
}

/** active or suspended -> revoked, for good. */
export function revocation(record: KeyRecord, ending: Ending): Transition {
  if (record.status === 'revoked') return UNCHANGED;
  return {
    kind: 'change',
    change: { status: 'revoked', revokedAt: ending.at, revokedBy: ending.by, revokedReason: ending.reason },
  };
}

const EDITABLE = ['name', 'owner', 'tier', 'role', 'scopes', 'limits', 'expiresAt', 'metadata'] as const;

/** The members that differ from what they are. An expired key may be edited: a later end opens it again. */
export function edition(record: KeyRecord, edit: KeyEdit): Transition {
  if (record.status === 'revoked') return REVOKED_IS_FINAL;
  const names = EDITABLE.filter((name) => edit[name] !== undefined && !sameValue(edit[name], record[name]));
  if (names.length === 0) return UNCHANGED;
  return { kind: 'change', change: Object.fromEntries(names.map((name) => [name, edit[name]])) };
}

/** Who replaces a key, from when on, and for how many seconds the old one still works. */
export interface Replacement {
  readonly successorId: string;
  readonly by: string;
  readonly at: number;
  readonly overlapSeconds: number;
}

/** What becomes of a key that a successor replaces: it ends with the overlap, or at once. */
export function replacement(record: KeyRecord, { successorId, by, at, overlapSeconds }: Replacement): Transition {
  const obstacle = obstacleToRotation(record, at);
  if (obstacle !== undefined) return { kind: 'refused', detail: obstacle };
  if (overlapSeconds === 0) {
    const ended = { status: 'revoked', revokedAt: at, revokedBy: by, revokedReason: ROTATED } as const;
    return { kind: 'change', change: { rotatedTo: successorId, ...ended } };
  }
  const overlapEnd = at + overlapSeconds * 1_000;
  return {
    kind: 'change',
    change: { rotatedTo: successorId, expiresAt: Math.min(record.expiresAt ?? overlapEnd, overlapEnd) },
  };
}

function obstacleToRotation(record: KeyRecord, now: number): string | undefined {
  if (record.rotatedTo !== null) return `The key was rotated already: ${record.rotatedTo} is its successor.`;
  const state = stateOf(record, now);
  if (state === 'revoked') return 'The key was revoked. Make a new one instead.';
  if (state === 'expired') return 'The key has expired. Make a new one instead.';
  if (state === 'suspended') return 'The key is suspended. Resume it, then rotate it.';
  return undefined;
}

/** Whether an overlap is one that a rotation may have: 0 to 2,592,000 whole seconds. */
export function isOverlap(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_OVERLAP_SECONDS;
}

/** Whether a change takes administration away from a key that has it now. */
export function dropsAdmin(record: KeyRecord, change: KeyChange, now: number): boolean {
  const isAdmin = (key: KeyRecord) => key.role === 'admin' && stateOf(key, now) === 'active';
  return isAdmin(record) && !isAdmin({ ...record, ...change });
}

function sameValue(left: unknown, right: unknown): boolean {
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

/** Members in the order of their names: two spellings of one object are no change. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
