import type { RandomBytes } from '@wicketgate/contract';
import type { Logger } from '@wicketgate/core';
import type { Owner } from '../domain/key-record.ts';
import { ProviderDown, ProviderRefused } from '../domain/provider-errors.ts';
import type { SignInStore } from '../ports/sign-in-store.ts';
import type { Asking } from './asking.ts';
import { loneEntry } from './audit-entry.ts';
import { withStorage } from './storage-refusals.ts';

/** Why nobody is signed in yet. The provider's name is for the page. */
export type NotSignedIn =
  | { readonly kind: 'down' | 'declined' | 'bad_answer'; readonly provider: string }
  | { readonly kind: 'stranger'; readonly principal: Owner };

export interface ProviderTrouble {
  readonly error: unknown;
  readonly provider: { readonly id: string; readonly name: string };
}

/** Keeps sign-ins that came to nothing in the audit trail, and tells what a page may say of them. */
export interface SignInFailures {
  /** Throws what is no trouble of a provider. */
  explain(trouble: ProviderTrouble, asking: Asking): Promise<NotSignedIn>;
  /** Plain words and ids, never what somebody typed. A `principal` among them is who a provider says it is: they act. */
  note(details: Readonly<Record<string, string | null>>, asking: Asking): Promise<void>;
}

export interface SignInFailuresParts {
  readonly store: Pick<SignInStore, 'recordAudit'>;
  readonly random: RandomBytes;
  readonly logger: Logger;
}

export function createSignInFailures({ store, random, logger }: SignInFailuresParts): SignInFailures {
  const note: SignInFailures['note'] = async (details, { now: at, address, requestId }) => {
    const actor = { id: details['principal'] ?? 'anonymous', address, requestId };
    const entry = loneEntry(random, actor, { at, action: 'sign_in.failed', details });
    await withStorage(() => store.recordAudit(entry));
  };
  return {
    note,
    async explain({ error, provider: { id, name } }, asking) {
      if (error instanceof ProviderDown) {
        logger.warn({ provider: id, cause: error.cause ?? null }, 'a sign-in provider does not answer');
        await note({ provider: id, reason: 'the provider does not answer' }, asking);
        return { kind: 'down', provider: name };
      }
      if (!(error instanceof ProviderRefused)) throw error;
      const reason = `${error.refusal}: ${error.detail}`;
      if (error.refusal === 'bad_answer') logger.warn({ provider: id, reason }, 'the answer of a provider was refused');
      await note({ provider: id, reason }, asking);
      return { kind: error.refusal === 'declined' ? 'declined' : 'bad_answer', provider: name };
    },
  };
}
