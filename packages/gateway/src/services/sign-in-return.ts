import { constantTimeEqual } from '../domain/constant-time.ts';
import type { Asking } from './asking.ts';
import type { Interactions, OpenInteraction } from './interactions.ts';
import type { KeptSignIn, ProviderSignIn } from './provider-sign-in.ts';
import type { NotSignedIn, SignInFailures } from './sign-in-failures.ts';

/** What an answer that a browser brought back from a provider comes to. */
export type Returned =
  | { readonly kind: 'signed_in'; readonly interaction: OpenInteraction }
  | { readonly kind: 'failed'; readonly interaction: OpenInteraction; readonly why: NotSignedIn }
  /** Nothing waits for it: it was used before, is another browser's, or comes too late. */
  | { readonly kind: 'unexpected' };

export interface SignInReturnParts {
  readonly interactions: Interactions;
  readonly upstream: ProviderSignIn;
  readonly failures: SignInFailures;
}

/** An answer as it came. */
export interface BroughtAnswer {
  /** What the browser's cookie holds. */
  readonly browser: string;
  /** Whose callback it came to. */
  readonly providerId: string;
  readonly parameters: URLSearchParams;
}

export type SignInReturn = (brought: BroughtAnswer, asking: Asking) => Promise<Returned>;

/** Takes each answer once: what waits for it is gone before the provider is asked. */
export function createSignInReturn(parts: SignInReturnParts): SignInReturn {
  const { interactions, upstream, failures } = parts;
  return async (brought, asking) => {
    const taken = await takePending(interactions, brought, asking.now);
    if (taken === undefined) return { kind: 'unexpected' };
    const { interaction, pending } = taken;
    try {
      return await finish(parts, { ...taken, parameters: brought.parameters }, asking);
    } catch (error) {
      const { providerId: id } = pending;
      const provider = upstream.providers.find((candidate) => candidate.id === id) ?? { id, name: id };
      return { kind: 'failed', interaction, why: await failures.explain({ error, provider }, asking) };
    }
  };
}

interface Taken {
  readonly interaction: OpenInteraction;
  readonly pending: KeptSignIn;
}

async function takePending(
  interactions: Interactions,
  { browser, providerId, parameters }: BroughtAnswer,
  now: number,
): Promise<Taken | undefined> {
  const [state = '', ...more] = parameters.getAll('state');
  const [reference = ''] = state.split('.', 1);
  const found = more.length === 0 ? await interactions.find(browser, reference, now) : undefined;
  const pending = found?.state.pending ?? null;
  if (found === undefined || pending === null || !constantTimeEqual(pending.state, state)) return undefined;
  // Another provider's code, which this one would learn if it were asked to redeem it (RFC 9700 section 4.4).
  if (pending.providerId !== providerId) return undefined;
  const interaction = await interactions.change(found, { pending: null });
  return interaction && { interaction, pending };
}

async function finish(
  { interactions, upstream, failures }: SignInReturnParts,
  { interaction, pending, parameters }: Taken & { readonly parameters: URLSearchParams },
  asking: Asking,
): Promise<Returned> {
  const membership = await upstream.finish({ pending, parameters }, asking.now);
  if (membership.kind === 'member') {
    const signedIn = await interactions.change(interaction, { approval: membership.approval });
    return signedIn ? { kind: 'signed_in', interaction: signedIn } : { kind: 'unexpected' };
  }
  const { principal } = membership;
  const reason = 'not in a group that may come in';
  await failures.note({ provider: pending.providerId, principal: principal.id, reason }, asking);
  return { kind: 'failed', interaction, why: { kind: 'stranger', principal } };
}
