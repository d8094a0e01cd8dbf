import { stateOf } from '../domain/key-lifecycle.ts';
import type { KeyRecord } from '../domain/key-record.ts';
import type { Approval } from '../domain/session-record.ts';
import type { KeyApproval, Recheck } from '../ports/identities.ts';
import type { KeyStore } from '../ports/storage.ts';
import { withStorage } from './storage-refusals.ts';
import type { Verifier } from './verifier.ts';

export interface KeyApprovals {
  approve(text: string, now: number): Promise<KeyApproval>;
  /** Whether the key behind a sign-in still may pass. Throws when the store fails: then the sign-in cannot be renewed either. */
  recheck(keyId: string, now: number): Promise<Recheck>;
}

export interface KeyApprovalParts {
  readonly verifier: Pick<Verifier, 'verify'>;
  readonly store: Pick<KeyStore, 'findById'>;
}

/** Sign-ins by API key: they get what the key has, and end with it. */
export function createKeyApprovals({ verifier, store }: KeyApprovalParts): KeyApprovals {
  return {
    async approve(text, now) {
      const verdict = await verifier.verify(text, now);
      if (verdict.ok) return { ok: true, approval: approvalOf(verdict.caller.record, now) };
      return { ok: false, reason: verdict.reason === 'unavailable' ? 'unavailable' : 'refused' };
    },
    async recheck(keyId, now) {
      const record = await withStorage(() => store.findById(keyId));
      if (record === undefined) return { kind: 'gone', reason: 'the API key is gone' };
      const state = stateOf(record, now);
      if (state !== 'active') return { kind: 'gone', reason: `the API key is ${state}` };
      return { kind: 'good', approval: approvalOf(record, now) };
    },
  };
}

function approvalOf(record: KeyRecord, now: number): Approval {
  const { id, owner: principal, tier, role, scopes, limits, expiresAt: endsBy } = record;
  const source = { kind: 'key', id } as const;
  return { principal, tier, role, scopes, limits, source, upstreamSealed: null, checkedAt: now, endsBy };
}
