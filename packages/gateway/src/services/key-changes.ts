import type { KeyEnvironment } from '@wicketgate/contract';
import { detailsOfChange, detailsOfKey } from '../domain/audit-details.ts';
import { flawsOfEnd, successorOf } from '../domain/key-draft.ts';
import * as lifecycle from '../domain/key-lifecycle.ts';
import { type KeyMasker, maskDraft } from '../domain/key-masking.ts';
import type { KeyChange, KeyRecord } from '../domain/key-record.ts';
import { Refused } from '../domain/refusal.ts';
import type { AdministrativeAct, KeyStore } from '../ports/storage.ts';
import type { Actor, KeyService } from './key-administration.ts';
import type { KeyCommits } from './key-commits.ts';
import { type Minted, refuseFlaws } from './key-making.ts';
import type { KeyReading } from './key-reading.ts';
import { withStorage } from './storage-refusals.ts';

export type KeyChanges = Pick<KeyService, 'edit' | 'suspend' | 'resume' | 'revoke' | 'rotate'>;

export interface KeyChangesParts {
  readonly storage: KeyStore;
  readonly environments: readonly KeyEnvironment[];
  readonly now: () => number;
  readonly mask: KeyMasker;
  readonly commits: KeyCommits;
  readonly reading: KeyReading;
  readonly mint: (env: KeyEnvironment) => Promise<Minted>;
}

/** An act upon one key: what it is called, who does it when, and what it makes of the key as it is found. */
interface Act {
  readonly id: string;
  readonly action: string;
  readonly actor: Actor;
  readonly at: number;
  decide(record: KeyRecord): lifecycle.Transition;
  /** The key that takes over, when there is one. */
  successor?(record: KeyRecord): KeyRecord;
}

interface Outcome {
  readonly record: KeyRecord;
  readonly successor: KeyRecord | undefined;
}

/** The first try, and one more with the key read again. */
const TRIES = 2;

export function createKeyChanges(parts: KeyChangesParts): KeyChanges {
  const { now, mask } = parts;
  const change = async (act: Act) => (await perform(parts, act)).record;

  return {
    async edit(id, wanted, actor) {
      const at = now();
      refuseFlaws(flawsOfEnd(wanted.expiresAt, at));
      const edit = maskDraft(wanted, mask);
      return change({ id, action: 'key.edit', actor, at, decide: (record) => lifecycle.edition(record, edit) });
    },
    suspend(id, reason, actor) {
      const at = now();
      const because = reason === null ? null : mask(reason);
      return change({
        id,
        action: 'key.suspend',
        actor,
        at,
        decide: (record) => lifecycle.suspension(record, because, at),
      });
    },
    resume(id, actor) {
      return change({ id, action: 'key.resume', actor, at: now(), decide: lifecycle.resumption });
    },
    revoke(id, reason, actor) {
      const at = now();
      const ending = { by: actor.id, reason: mask(reason), at };
      return change({ id, action: 'key.revoke', actor, at, decide: (record) => lifecycle.revocation(record, ending) });
    },
    rotate: (id, overlapSeconds, actor) => rotate(parts, { id, overlapSeconds, actor }),
  };
}

interface Rotation {
  readonly id: string;
  readonly overlapSeconds: number;
  readonly actor: Actor;
}

async function rotate(parts: KeyChangesParts, { id, overlapSeconds, actor }: Rotation) {
  if (!lifecycle.isOverlap(overlapSeconds)) {
    refuseFlaws([{ field: 'overlap_seconds', message: 'must be a whole number from 0 to 2,592,000' }]);
  }
  const at = parts.now();
  const { env } = await parts.reading.show(id);
  if (!parts.environments.includes(env))
    throw conflict(`This gateway takes no "${env}" keys: the new one would not open.`);
  const { apiKey, made } = await parts.mint(env);
  const replaced = { successorId: made.id, by: actor.id, at, overlapSeconds };
  const { successor } = await perform(parts, {
    id,
    action: 'key.rotate',
    actor,
    at,
    decide: (record) => lifecycle.replacement(record, replaced),
    successor: (record) => successorOf(record, { ...made, createdAt: at, createdBy: actor.id }),
  });
  if (successor === undefined) throw conflict('The key was not rotated.');
  return { record: successor, apiKey };
}

/** Reads, decides and commits while the key is still the one that was read; once more when it is not. */
async function perform(parts: KeyChangesParts, act: Act): Promise<Outcome> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const record = await parts.reading.show(act.id);
    const transition = act.decide(record);
    if (transition.kind === 'refused') throw conflict(transition.detail);
    if (transition.kind === 'unchanged') return { record, successor: undefined };
    const successor = act.successor?.(record);
    const step = await prepare(parts, { act, record, change: transition.change, successor });
    if ((await parts.commits.commit(step)) === 'done') {
      return { record: { ...record, ...transition.change, revision: record.revision + 1 }, successor };
    }
  }
  throw conflict('The key was changed by somebody else at the same moment. Look at it, then try again.');
}

interface Step {
  readonly act: Act;
  readonly record: KeyRecord;
  readonly change: KeyChange;
  readonly successor: KeyRecord | undefined;
}

async function prepare(parts: KeyChangesParts, { act, record, change, successor }: Step): Promise<AdministrativeAct> {
  const { actor, at, action } = act;
  const { entry } = parts.commits;
  const needsAdmin = successor === undefined && lifecycle.dropsAdmin(record, change, at);
  if (needsAdmin) await refuseLastAdmin(parts, record.id, at);
  return {
    insert: successor,
    update: { id: record.id, revision: record.revision, change, ...(needsAdmin && { whileAnotherAdminAt: at }) },
    audit: [
      ...(successor
        ? [entry(actor, { at, action: 'key.create', targetId: successor.id, details: detailsOfKey(successor) })]
        : []),
      entry(actor, { at, action, targetId: record.id, details: detailsOfChange(change) }),
    ],
  };
}

/** Without an admin key nobody could make another over the wire. The batch holds the same condition. */
async function refuseLastAdmin({ storage }: KeyChangesParts, id: string, now: number): Promise<void> {
  const admins = await withStorage(() => storage.list({ role: 'admin', status: 'active' }, { limit: 2, now }));
  if (admins.some((admin) => admin.id !== id)) return;
  throw conflict('This is the last active admin key. Rotate it, or make another admin key first.');
}

function conflict(detail: string): Refused {
  return new Refused({ reason: 'state_conflict', detail });
}
