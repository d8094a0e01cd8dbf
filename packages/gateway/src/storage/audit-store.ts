import type { AuditEntry, AuditStore } from '../ports/storage.ts';
import { StorageError } from '../ports/storage-error.ts';
import type { Database } from './database.ts';

/** The audit trail over any dialect. Entries are written by acts alone. */
export function createAuditStore({ db }: Database): AuditStore {
  return {
    async listAudit(targetId, limit) {
      const rows = await db
        .selectFrom('audit_log')
        .selectAll()
        .where('target_id', '=', targetId)
        .orderBy('target_revision', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        at: row.at,
        actor: row.actor,
        actorIp: row.actor_ip,
        requestId: row.request_id,
        action: row.action,
        targetId: row.target_id,
        details: parseDetails(row.details),
      }));
    },
  };
}

function parseDetails(json: string): AuditEntry['details'] {
  try {
    return JSON.parse(json) as AuditEntry['details'];
  } catch (cause) {
    throw new StorageError('corrupt', 'An audit entry holds no JSON: restore the database from a backup.', { cause });
  }
}
