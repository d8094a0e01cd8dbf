import type { RandomBytes } from '@wicketgate/contract';
import type { ActResult, AdministrativeAct, AuditEntry, KeyStore } from '../ports/storage.ts';
import { auditEntry, type AuditFacts } from './audit-entry.ts';
import type { Actor } from './key-administration.ts';
import { withStorage } from './storage-refusals.ts';

export interface KeyCommits {
  /** Commits an act and tells of the keys in it. */
  commit(act: AdministrativeAct): Promise<ActResult>;
  readonly entry: (actor: Actor, facts: AuditFacts) => AuditEntry;
}

export interface KeyCommitsParts {
  readonly storage: KeyStore;
  readonly random: RandomBytes;
  readonly onChange: (keyId: string) => void;
}

export function createKeyCommits({ storage, random, onChange }: KeyCommitsParts): KeyCommits {
  return {
    async commit(act) {
      try {
        return await withStorage(() => storage.act(act));
      } finally {
        // After a failure too: the store may have committed before it failed to say so.
        for (const { targetId } of act.audit) onChange(targetId);
      }
    },
    entry: (actor, facts) => auditEntry(random, actor, facts),
  };
}
