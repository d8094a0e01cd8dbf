import type { AuthorizationRequest } from '../domain/authorization-request.ts';
import { answerAddress } from '../domain/redirect-uri.ts';
import type { Approval } from '../domain/session-record.ts';
import type { Asking } from './asking.ts';
import type { AuthorizationCodes } from './authorization-codes.ts';
import type { DeviceGrants } from './device-grants.ts';
import type { Interactions, OpenInteraction } from './interactions.ts';

/** What a person's decision leads to. */
export type Decided =
  | { readonly kind: 'device'; readonly decision: 'allow' | 'deny' }
  /** The application waits for the browser at this address. */
  | { readonly kind: 'return'; readonly url: string; readonly decision: 'allow' | 'deny' }
  /** Decided before, or too late. */
  | { readonly kind: 'over' }
  /** Nobody has proved who they are, so that nobody may allow anything. */
  | { readonly kind: 'nobody' };

export interface SignInDecisionParts {
  readonly interactions: Interactions;
  readonly devices: DeviceGrants;
  readonly codes: AuthorizationCodes;
  /** `iss` of authorization responses (RFC 9207). */
  readonly issuer: string;
}

export type SignInDecision = (
  interaction: OpenInteraction,
  decision: 'allow' | 'deny',
  asking: Asking,
) => Promise<Decided>;

/** Carries out what a person decided, once. */
export function createSignInDecision(parts: SignInDecisionParts): SignInDecision {
  const { interactions } = parts;
  return async (interaction, decision, asking) => {
    if (decision === 'allow' && interaction.state.approval === null) return { kind: 'nobody' };
    // First of all: of two clicks at once one decides.
    const decided = await interactions.change(interaction, { decided: true, pending: null });
    if (decided === undefined) return { kind: 'over' };
    const result = await carryOut(parts, { interaction: decided, decision, asking });
    await interactions.end(decided);
    return result;
  };
}

interface Decision {
  readonly interaction: OpenInteraction;
  readonly decision: 'allow' | 'deny';
  readonly asking: Asking;
}

async function carryOut(parts: SignInDecisionParts, { interaction, decision, asking }: Decision): Promise<Decided> {
  const { wanted, approval } = interaction.state;
  const { now, address, requestId } = asking;
  const allowed = decision === 'allow' ? approval : null;
  const by = { by: { id: deciderOf(approval), address, requestId }, now };
  if (wanted.kind === 'browser') {
    const { request } = wanted;
    const code = allowed && (await parts.codes.issue(request, allowed, by));
    if (code === null) await parts.codes.deny(request, by);
    return { kind: 'return', decision, url: returnAddress(request, parts.issuer, code) };
  }
  const { id } = wanted.grant;
  const result = allowed ? await parts.devices.approve(id, allowed, by) : await parts.devices.deny(id, by);
  return result === 'done' ? { kind: 'device', decision } : { kind: 'over' };
}

/** Who acts, for the audit trail: the key, as at the API, or the person. Whoever denies need not have said who they are. */
function deciderOf(approval: Approval | null): string {
  if (approval === null) return 'anonymous';
  return approval.source.kind === 'key' ? approval.source.id : approval.principal.id;
}

/** The answer to an application: a code, or that the person said no (RFC 6749 sections 4.1.2 and 4.1.2.1). */
function returnAddress({ redirectUri, state }: AuthorizationRequest, iss: string, code: string | null): string {
  const answer =
    code === null ? { error: 'access_denied', error_description: 'The person denied the sign-in.' } : { code };
  return answerAddress(redirectUri, { ...answer, state, iss });
}
