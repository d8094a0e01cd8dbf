import type { LedgerRecord } from './ledger-record.ts';
import { isSignedIn, type SessionRecord, type SignedInSession } from './session-record.ts';

/** What is known of a session in this window. */
export interface SessionFacts {
  /** What SecretStorage answers here. */
  readonly stored: SessionRecord | undefined;
  /** What the windows of this machine last told each other. */
  readonly ledger: LedgerRecord | undefined;
  /** What this window holds in memory. */
  readonly held: SessionRecord | undefined;
  /** When this window began to look, in milliseconds since 1970. */
  readonly startedAt: number;
}

export type Choice =
  /** `mend`: what is behind and should be written again: the ledger, or the secret that only this window holds. */
  | { readonly kind: 'open'; readonly session: SignedInSession; readonly mend: 'none' | 'ledger' | 'store' }
  /** Nobody is signed in. */
  | { readonly kind: 'none' }
  /** Somebody signed in, in another window, and this one cannot see the key before it is reloaded. */
  | { readonly kind: 'elsewhere' }
  /** Somebody signed in, and the host did not keep the key. */
  | { readonly kind: 'lost' };

/**
 * Decides which session holds. Some hosts (code-server, vscode.dev) read all secrets once for each window and write all of
 * them back, so that a window may read a session that another one has ended, or write it back. The times of the changes,
 * and the ledger that all windows see at once, tell what is stale. Whatever is in doubt is shut.
 */
export function chooseSession({ stored, ledger, held, startedAt }: SessionFacts): Choice {
  const mine = newest(stored, held);
  if (ledger !== undefined && (mine === undefined || ledger.changedAt > mine.changedAt)) {
    return unseen(ledger, startedAt);
  }
  if (mine === undefined || !isSignedIn(mine)) return { kind: 'none' };
  if (ledger?.changedAt === mine.changedAt && !ledger.signedIn) return { kind: 'none' };
  return { kind: 'open', session: mine, mend: mendOf(mine, { stored, ledger }) };
}

/**
 * A change that this window does not see. What should have been there when it began was lost; what came later, another
 * window has. A reload tells those of the same millisecond apart.
 */
function unseen({ signedIn, changedAt }: LedgerRecord, startedAt: number): Choice {
  if (!signedIn) return { kind: 'none' };
  return { kind: changedAt >= startedAt ? 'elsewhere' : 'lost' };
}

/** Of two changes of one time, the one that signs out holds. */
function newest(stored: SessionRecord | undefined, held: SessionRecord | undefined): SessionRecord | undefined {
  if (stored === undefined || held === undefined) return stored ?? held;
  if (stored.changedAt !== held.changedAt) return stored.changedAt > held.changedAt ? stored : held;
  return isSignedIn(stored) ? held : stored;
}

function mendOf(mine: SignedInSession, { stored, ledger }: Pick<SessionFacts, 'stored' | 'ledger'>) {
  if (stored?.changedAt !== mine.changedAt) return 'store';
  return ledger?.changedAt === mine.changedAt ? 'none' : 'ledger';
}
