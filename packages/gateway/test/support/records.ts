import type { KeyRecord } from '../../src/domain/key-record.ts';
import type { AuditEntry } from '../../src/ports/storage.ts';

/** 2026-01-01T00:00:00Z, where the fake clock starts. */
export const NEW_YEAR = Date.UTC(2026, 0, 1);

/** A digest that is told from others by a number. */
export function digestOf(number: number): string {
  return number.toString(16).padStart(64, '0');
}

/** An id that is told from others by a number. */
export function idOf(number: number): string {
  return `key${String(number).padStart(7, '0')}`;
}

/** An active issued key; give what matters. */
export function keyRecord(members: Partial<KeyRecord> = {}): KeyRecord {
  return {
    id: idOf(1),
    kind: 'issued',
    shape: null,
    hint: 'wg_live_key0000001',
    name: 'Build server',
    env: 'live',
    digest: digestOf(1),
    pepperVersion: 1,
    owner: { id: 'dev', email: 'dev@example.com', name: 'Developer' },
    tier: 'free',
    role: 'user',
    scopes: [],
    limits: null,
    metadata: {},
    allowedOrigins: [],
    allowedServers: [],
    budget: null,
    status: 'active',
    createdAt: NEW_YEAR,
    createdBy: 'bootstrap',
    expiresAt: null,
    suspendedAt: null,
    suspendedReason: null,
    revokedAt: null,
    revokedBy: null,
    revokedReason: null,
    rotatedFrom: null,
    rotatedTo: null,
    lastUsedAt: null,
    lastUsedIp: null,
    usageCount: 0,
    revision: 1,
    ...members,
  };
}

let entries = 0;

/** An audit entry with an id of its own. */
export function auditEntry(members: Partial<AuditEntry> = {}): AuditEntry {
  entries++;
  return {
    id: `entry-${entries}`,
    at: NEW_YEAR,
    actor: 'bootstrap',
    actorIp: '127.0.0.1',
    requestId: 'request-1',
    action: 'key.create',
    targetId: idOf(1),
    details: {},
    ...members,
  };
}
