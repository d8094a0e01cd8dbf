import type { RandomBytes } from '@wicketgate/contract';
import { toHex } from '../domain/encoding.ts';
import type { AuditEntry } from '../ports/storage.ts';
import type { Actor } from './key-administration.ts';

/** What an entry says beyond who acted. */
export type AuditFacts = Pick<AuditEntry, 'at' | 'action' | 'targetId' | 'details'>;

/** An entry of the audit trail with an id of its own. */
export function auditEntry(random: RandomBytes, actor: Actor, facts: AuditFacts): AuditEntry {
  const id = toHex(random(new Uint8Array(16)));
  return { ...facts, id, actor: actor.id, actorIp: actor.address, requestId: actor.requestId };
}

/** An entry for what changes no row: its target is itself, because a target takes entries of one history alone. */
export function loneEntry(random: RandomBytes, actor: Actor, facts: Omit<AuditFacts, 'targetId'>): AuditEntry {
  const entry = auditEntry(random, actor, { ...facts, targetId: '' });
  return { ...entry, targetId: entry.id };
}
