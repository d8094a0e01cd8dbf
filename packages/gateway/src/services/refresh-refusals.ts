import type { OAuthErrorCode, RandomBytes } from '@wicketgate/contract';
import { OAuthRefused } from '../domain/oauth-refused.ts';
import type { SessionRecord } from '../domain/session-record.ts';
import type { Limiter } from '../ports/limiter.ts';
import type { SignInStore } from '../ports/sign-in-store.ts';
import type { Asking } from './asking.ts';
import { loneEntry } from './audit-entry.ts';
import { withStorage } from './storage-refusals.ts';

/** Why a refresh token gives nothing. */
export type RefreshRefusal = keyof typeof REFUSALS;

/** A refused refresh of a session that is known. */
export interface RefusedRefresh {
  readonly session: Pick<SessionRecord, 'id' | 'clientId'>;
  readonly why: RefreshRefusal;
  /** The client that the request named; undefined where it named none. */
  readonly clientId: string | undefined;
}

/** Keeps refused refreshes in the audit trail. */
export type NoteRefusedRefresh = (refused: RefusedRefresh, asking: Asking) => Promise<void>;

export interface RefusedRefreshParts {
  readonly store: Pick<SignInStore, 'recordAudit'>;
  readonly limiter: Pick<Limiter, 'take'>;
  readonly random: RandomBytes;
}

/** Whoever holds an old token can present it without end: the trail takes one entry a minute of each session. */
const NOTED = { requests: 1, windowSeconds: 60, burst: 1 };

export function createRefusedRefreshNotes({ store, limiter, random }: RefusedRefreshParts): NoteRefusedRefresh {
  return async ({ session, why, clientId }, { now, address, requestId }) => {
    const { allowed } = await limiter.take(`refused-refresh:${session.id}`, NOTED, now);
    if (!allowed) return;
    // A refused token proves nothing about who presents it.
    const actor = { id: 'anonymous', address, requestId };
    const details = { session: session.id, client: clientId ?? session.clientId, reason: why };
    const entry = loneEntry(random, actor, { at: now, action: 'session.refresh_refused', details });
    await withStorage(() => store.recordAudit(entry));
  };
}

const REFUSALS = {
  unknown: ['invalid_grant', 'This refresh token is not known. Sign in again.'],
  ended: ['invalid_grant', 'The sign-in has ended. Sign in again.'],
  expired: ['invalid_grant', 'The refresh token has expired. Sign in again.'],
  other_client: ['invalid_grant', 'This refresh token belongs to another client.'],
  other_key: ['invalid_grant', 'The refresh token is bound to another key.'],
  reuse: ['invalid_grant', 'The refresh token was used before, so the sign-in was ended. Sign in again.'],
  unbound: ['invalid_grant', 'This sign-in is bound to no key, which this server wants by now. Sign in again.'],
  no_proof: ['invalid_dpop_proof', 'This server wants a DPoP proof with every token request.'],
  no_client: ['invalid_client', 'The client of this sign-in is not registered any more.'],
  other_resource: ['invalid_target', 'resource is not the one that was approved.'],
} as const satisfies Record<string, readonly [OAuthErrorCode, string]>;

export function refusalOf(why: RefreshRefusal): OAuthRefused {
  const [error, sentence] = REFUSALS[why];
  return new OAuthRefused(error, sentence);
}
