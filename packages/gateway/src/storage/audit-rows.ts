import type { Insertable } from 'kysely';
import type { AuditEntry } from '../ports/storage.ts';
import type { AuditTable } from './schema.ts';

/** The columns of an entry but the target's revision, which is the matter of whoever writes it. */
export function entryColumns(entry: AuditEntry): Omit<Insertable<AuditTable>, 'target_revision'> {
  return {
    id: entry.id,
    at: entry.at,
    actor: entry.actor,
    actor_ip: entry.actorIp,
    request_id: entry.requestId,
    action: entry.action,
    target_id: entry.targetId,
    details: JSON.stringify(entry.details),
  };
}
