import type { RandomBytes } from '@wicketgate/contract';
import type { Logger } from '@wicketgate/core';
import type { Identities } from '../ports/identities.ts';
import type { SignInStore } from '../ports/sign-in-store.ts';
import type { Asking } from './asking.ts';
import type { Interactions, OpenInteraction } from './interactions.ts';
import type { ProviderSignIn } from './provider-sign-in.ts';
import { createSignInDecision, type SignInDecision, type SignInDecisionParts } from './sign-in-decision.ts';
import { createSignInFailures, type NotSignedIn } from './sign-in-failures.ts';
import { createSignInReturn, type SignInReturn } from './sign-in-return.ts';

export type Leaving =
  | { readonly kind: 'go'; readonly url: string; readonly provider: string }
  | { readonly kind: 'failed'; readonly why: NotSignedIn }
  /** The interaction changed meanwhile. */
  | { readonly kind: 'over' };

export type KeyTried =
  | { readonly kind: 'signed_in'; readonly interaction: OpenInteraction }
  | { readonly kind: 'refused'; readonly interaction: OpenInteraction }
  | { readonly kind: 'unavailable' }
  /** The last of the failed tries: what was asked for is over. */
  | { readonly kind: 'exhausted' }
  /** The interaction changed meanwhile, or keys are not taken here. */
  | { readonly kind: 'over' };

/** A person's way through the pages, whatever asked for it. */
export interface SignInFlow {
  readonly providers: ProviderSignIn['providers'];
  readonly acceptsKeys: boolean;
  /** The provider's address for the browser. */
  leave(interaction: OpenInteraction, providerId: string, asking: Asking): Promise<Leaving>;
  comeBack: SignInReturn;
  tryKey(interaction: OpenInteraction, text: string, asking: Asking): Promise<KeyTried>;
  decide: SignInDecision;
}

export interface SignInFlowParts extends SignInDecisionParts {
  readonly store: Pick<SignInStore, 'recordAudit'>;
  readonly interactions: Interactions;
  readonly upstream: ProviderSignIn;
  readonly identities: Pick<Identities, 'approveKey'>;
  readonly acceptsKeys: boolean;
  readonly random: RandomBytes;
  readonly logger: Logger;
}

/** Failed tries after which a person has to begin anew. */
const MAX_FAILURES = 5;

export function createSignInFlow(parts: SignInFlowParts): SignInFlow {
  const { interactions, upstream, identities, acceptsKeys } = parts;
  const failures = createSignInFailures(parts);
  return {
    providers: upstream.providers,
    acceptsKeys,
    decide: createSignInDecision(parts),
    comeBack: createSignInReturn({ interactions, upstream, failures }),
    async leave(interaction, providerId, asking) {
      const provider = upstream.providers.find(({ id }) => id === providerId);
      if (provider === undefined) return { kind: 'over' };
      try {
        const { url, pending } = await upstream.begin({ providerId, reference: interaction.reference }, asking.now);
        const left = await interactions.change(interaction, { pending, approval: null });
        return left ? { kind: 'go', url, provider: provider.name } : { kind: 'over' };
      } catch (error) {
        return { kind: 'failed', why: await failures.explain({ error, provider }, asking) };
      }
    },
    async tryKey(interaction, text, asking) {
      if (!acceptsKeys) return { kind: 'over' };
      const verdict = await identities.approveKey(text, asking.now);
      if (verdict.ok) {
        const signedIn = await interactions.change(interaction, { approval: verdict.approval, pending: null });
        return signedIn ? { kind: 'signed_in', interaction: signedIn } : { kind: 'over' };
      }
      if (verdict.reason === 'unavailable') return { kind: 'unavailable' };
      await failures.note({ provider: null, reason: 'the API key was refused' }, asking);
      return countFailure(parts, interaction, asking);
    },
  };
}

/** The fifth failed try ends what was asked for: whoever guesses has to begin anew, and so does the device. */
async function countFailure(
  { interactions, devices }: SignInFlowParts,
  interaction: OpenInteraction,
  { now, address, requestId }: Asking,
): Promise<KeyTried> {
  const { wanted, failures: before } = interaction.state;
  const failures = before + 1;
  const by = { id: 'anonymous', address, requestId };
  const left = wanted.kind === 'browser' ? 'open' : await devices.failed(wanted.grant.id, { by, now });
  if (left !== 'open' || failures >= MAX_FAILURES) {
    await interactions.end(interaction);
    return { kind: left === 'gone' ? 'over' : 'exhausted' };
  }
  const counted = await interactions.change(interaction, { failures });
  return counted ? { kind: 'refused', interaction: counted } : { kind: 'over' };
}
