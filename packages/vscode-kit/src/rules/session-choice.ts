import type { LedgerRecord } from './ledger-record.ts';
import { isSignedIn, type SessionRecord, type SignedInSession } from './session-record.ts';

/** What is known of a session in this window. */
export interface SessionFacts {
  /** What SecretStorage answers here. */
  readonly stored: SessionRecord | undefined;
  /** What the windows of this machine told each other. */
  readonly ledger: LedgerRecord | undefined;
  /** What this window holds in memory. */
  readonly held: SessionRecord | undefined;
  /** When this window began to look, in milliseconds since 1970. */
  readonly startedAt: number;
}

export type Choice =
  /** `isBehind`: only the memory of this window holds the session, and the secret should be written again. */
  | { readonly kind: 'open'; readonly session: SignedInSession; readonly isBehind: boolean }
  /** Nobody is signed in. */
  | { readonly kind: 'none' }
  /** Somebody signed in, in another window, and this one cannot see the key, perhaps not before it is reloaded. */
  | { readonly kind: 'elsewhere' }
  /** Somebody signed in, and the key is not here: the host did not keep it, or it is in another computer or browser. */
  | { readonly kind: 'lost' };

/**
 * Decides which session holds. Some hosts (code-server, vscode.dev) read all secrets once for each window and write all of
 * them back, so that a window may read a session that another one has ended, or write it back. The times of the changes
 * order them, and the ledger that all windows see at once names the sessions that are over. Whatever is in doubt is shut.
 */
export function chooseSession({ stored, ledger, held, startedAt }: SessionFacts): Choice {
  const mine = newest(stored, held);
  if (mine === undefined || !isSignedIn(mine) || isOver(mine.changedAt, ledger)) {
    return withoutSession({ mine, ledger, startedAt });
  }
  return { kind: 'open', session: mine, isBehind: stored?.changedAt !== mine.changedAt };
}

/**
 * A sign-in that this window does not see. What came after it began, another window has. What should have been there when
 * it began was lost, or was made from another computer: not worth a word to whoever signed out here.
 */
function withoutSession({ mine, ledger, startedAt }: WithoutSession): Choice {
  const signedInAt = ledger?.signedInAt ?? 0;
  if (signedInAt <= (mine?.changedAt ?? 0) || isOver(signedInAt, ledger)) return { kind: 'none' };
  if (signedInAt >= startedAt) return { kind: 'elsewhere' };
  return { kind: mine === undefined || isSignedIn(mine) ? 'lost' : 'none' };
}

interface WithoutSession extends Pick<SessionFacts, 'ledger' | 'startedAt'> {
  readonly mine: SessionRecord | undefined;
}

function isOver(changedAt: number, ledger: LedgerRecord | undefined): boolean {
  return ledger?.ended.includes(changedAt) ?? false;
}

/** Of two changes of one time, the one that signs out holds. */
function newest(stored: SessionRecord | undefined, held: SessionRecord | undefined): SessionRecord | undefined {
  if (stored === undefined || held === undefined) return stored ?? held;
  if (stored.changedAt !== held.changedAt) return stored.changedAt > held.changedAt ? stored : held;
  return isSignedIn(stored) ? held : stored;
}
