import type { RandomBytes } from '@wicketgate/contract';
import type { Clock } from '@wicketgate/core';
import { Refused } from '../domain/refusal.ts';
import type { SessionRecord } from '../domain/session-record.ts';
import type { SignInStore } from '../ports/sign-in-store.ts';
import type { Asking } from './asking.ts';
import { auditEntry, loneEntry } from './audit-entry.ts';
import type { Actor } from './key-administration.ts';
import { withStorage } from './storage-refusals.ts';

/** Why the gateway itself ends a sign-in. `reuse`: a token or code came back that was used before. */
export interface GatewayEnding {
  readonly action: 'session.reuse' | 'session.revoke';
  readonly reason: string;
  /** Only while the session has this revision: what was found out about it then may hold no longer. Default: whichever. */
  readonly revision?: number;
}

/** The ways in which a sign-in ends before its time. */
export interface SessionEnding {
  /** Ends one, for an administrator; what was ended before stays as it is. Throws `Refused` when there is none. */
  revoke(id: string, reason: string, actor: Actor): Promise<SessionRecord>;
  /** Ends all of a principal, or everybody's; answers how many. */
  revokeAll(whose: { readonly principalId: string | undefined }, reason: string, actor: Actor): Promise<number>;
  /** Ends one for its holder. Nothing happens where it has ended already. */
  signOut(id: string, asking: Asking): Promise<void>;
  /** Ends one by the gateway's own decision. Nothing happens where it has ended already, or changed meanwhile. */
  endBy(id: string, ending: GatewayEnding, asking: Asking): Promise<'ended' | 'changed'>;
}

export interface SessionEndingParts {
  readonly store: SignInStore;
  readonly random: RandomBytes;
  readonly clock: Pick<Clock, 'now'>;
  readonly mask: (text: string) => string;
  readonly onChange: (id: string) => void;
}

interface End {
  readonly id: string;
  readonly action: string;
  readonly actor: Actor;
  readonly at: number;
  /** What stands in the session: an id, `self` or `gateway`. */
  readonly by: string;
  readonly reason: string;
  readonly revision?: number;
}

/** Refreshes may come between: each try reads the session again. */
const TRIES = 8;

export function createSessionEnding(parts: SessionEndingParts): SessionEnding {
  const { store, random, clock, mask, onChange } = parts;
  return {
    async revoke(id, reason, actor) {
      const facts = { action: 'session.revoke', actor, by: actor.id, reason: mask(reason) };
      const outcome = await end(parts, { id, at: clock.now(), ...facts });
      if (outcome === 'missing') throw new Refused({ reason: 'no_such_session', id });
      return outcome;
    },
    async revokeAll({ principalId }, reason, actor) {
      const [at, because] = [clock.now(), mask(reason)];
      const details = { ...(principalId === undefined ? { all: true } : { principal: principalId }), reason: because };
      const audit = loneEntry(random, actor, { at, action: 'session.revoke_all', details });
      try {
        const revocation = { principalId, at, by: actor.id, reason: because, audit };
        return await withStorage(() => store.revokeSessions(revocation));
      } finally {
        // After a failure too: the store may have committed before it failed to say so.
        onChange('all');
      }
    },
    async signOut(id, { address, requestId, now }) {
      const actor = { id, address, requestId };
      await end(parts, { id, action: 'session.sign_out', actor, at: now, by: 'self', reason: 'signed out' });
    },
    async endBy(id, ending, { address, requestId, now }) {
      const actor = { id: 'gateway', address, requestId };
      const outcome = await end(parts, { id, ...ending, actor, at: now, by: 'gateway' });
      return outcome !== 'missing' && outcome.revokedAt === null ? 'changed' : 'ended';
    },
  };
}

/** The session as it is afterwards: not ended where it changed meanwhile. */
async function end(parts: SessionEndingParts, ending: End): Promise<SessionRecord | 'missing'> {
  const { store, random, onChange } = parts;
  const { id, action, actor, at, by, reason } = ending;
  for (let tries = 0; tries < TRIES; tries++) {
    const session = await withStorage(() => store.findSession(id));
    if (session === undefined) return 'missing';
    if (session.revokedAt !== null) return session;
    if (session.revision !== (ending.revision ?? session.revision)) return session;
    const change = { revokedAt: at, revokedBy: by, revokedReason: reason };
    const audit = auditEntry(random, actor, { at, action, targetId: id, details: { reason } });
    try {
      const update = { id, revision: session.revision, change, audit };
      const result = await withStorage(() => store.updateSession(update));
      if (result === 'done') return { ...session, ...change, revision: session.revision + 1 };
    } finally {
      onChange(id);
    }
  }
  throw new Refused({ reason: 'unavailable', retryAfterSeconds: 1 });
}
