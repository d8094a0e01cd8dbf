import type { RandomBytes } from '@wicketgate/contract';
import type { Secret } from '@wicketgate/core';
import type { Envelope, SealedPlace } from '@wicketgate/secrets';
import { toBase64Url } from '../domain/encoding.ts';
import { ProviderRefused } from '../domain/provider-errors.ts';
import type { ProviderConfig } from '../domain/sign-in-config.ts';
import { judgeMembership, type Membership } from './membership.ts';
import type { OpenIdProvider, PendingSignIn, ProviderAnswer } from './openid-provider.ts';

/** A provider with what is needed to speak to it. */
export interface ConnectedProvider {
  readonly config: ProviderConfig;
  readonly openId: OpenIdProvider;
}

/** Signs people in at the configured providers. Methods throw `ProviderDown` and `ProviderRefused`. */
export interface ProviderSignIn {
  /** For the buttons, in the order of the configuration. */
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  /** Where the browser goes, and what its answer is checked by. `state` begins with `reference` and a dot. */
  begin(wanted: SignInWanted, now: number): Promise<{ readonly url: string; readonly pending: PendingSignIn }>;
  finish(answer: Omit<ProviderAnswer, 'redirectUri'>, now: number): Promise<Membership>;
}

export interface SignInWanted {
  readonly providerId: string;
  /** Letters and digits by which the answer is found again. */
  readonly reference: string;
}

export interface ProviderSignInParts {
  readonly providers: readonly ConnectedProvider[];
  readonly envelope: Envelope;
  readonly random: RandomBytes;
  /** In front of each provider's own callback, without a slash at its end. */
  readonly callbackUrl: string;
}

export function createProviderSignIn(parts: ProviderSignInParts): ProviderSignIn {
  const { providers, envelope, random } = parts;
  const text = () => toBase64Url(random(new Uint8Array(32)));
  const find = (id: string): ConnectedProvider => {
    const found = providers.find(({ config }) => config.id === id);
    if (found === undefined) throw new ProviderRefused('bad_answer', 'there is no provider of this id');
    return found;
  };
  // An address for each, so that no provider can have another's code handed to it (RFC 9700 section 4.4.2.2).
  const redirectUriOf = (id: string) => `${parts.callbackUrl}/${id}`;
  return {
    providers: providers.map(({ config: { id, name } }) => ({ id, name })),
    async begin({ providerId, reference }, now) {
      const pending = { providerId, state: `${reference}.${text()}`, nonce: text(), verifier: text() };
      return { pending, url: await find(providerId).openId.begin(pending, redirectUriOf(providerId), now) };
    },
    async finish({ pending, parameters }, now) {
      const { config, openId } = find(pending.providerId);
      const redirectUri = redirectUriOf(config.id);
      const person = await openId.finish({ pending, parameters, redirectUri }, now);
      const upstreamSealed = await sealToken(envelope, person.refreshToken, placeOf(config.id, person.subject));
      return judgeMembership(config, { person, upstreamSealed, now });
    },
  };
}

/** A sealed refresh token opens for its own person alone. */
export function placeOf(providerId: string, subject: string): SealedPlace {
  return { path: 'sessions', name: `${providerId}:${subject}` };
}

/** Null where there is nothing to seal. */
async function sealToken(envelope: Envelope, token: Secret | undefined, place: SealedPlace): Promise<string | null> {
  return token === undefined ? null : envelope.seal(token, place);
}
