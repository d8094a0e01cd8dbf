import type { RandomBytes } from '@wicketgate/contract';
import { Secret } from '@wicketgate/core';
import { type Envelope, type SealedPlace, SecretsError } from '@wicketgate/secrets';
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

/**
 * A sign-in on its way, as it is kept: the verifier is sealed, so that a copy of the store and a code that somebody saw in an
 * address are not enough to redeem it.
 */
export interface KeptSignIn extends Omit<PendingSignIn, 'verifier'> {
  readonly verifierSealed: string;
}

/** Signs people in at the configured providers. Methods throw `ProviderDown` and `ProviderRefused`. */
export interface ProviderSignIn {
  /** For the buttons, in the order of the configuration. */
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  /** Where the browser goes, and what its answer is checked by. `state` begins with `reference` and a dot. */
  begin(wanted: SignInWanted, now: number): Promise<{ readonly url: string; readonly pending: KeptSignIn }>;
  finish(answer: CallbackAnswer, now: number): Promise<Membership>;
}

/** What came back to a callback, and what it is checked by. */
export interface CallbackAnswer extends Pick<ProviderAnswer, 'parameters'> {
  readonly pending: KeptSignIn;
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
      const kept = { providerId, state: `${reference}.${text()}`, nonce: text() };
      const verifier = text();
      const url = await find(providerId).openId.begin({ ...kept, verifier }, redirectUriOf(providerId), now);
      const verifierSealed = await envelope.seal(new Secret(verifier), placeOfVerifier(kept.state));
      return { pending: { ...kept, verifierSealed }, url };
    },
    async finish({ pending: { verifierSealed, ...kept }, parameters }, now) {
      const { config, openId } = find(kept.providerId);
      const verifier = await openVerifier(envelope, verifierSealed, kept.state);
      const pending = { ...kept, verifier };
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

/** A sealed verifier serves the one sign-in that it was made for. */
function placeOfVerifier(state: string): SealedPlace {
  return { path: 'interactions', name: state };
}

/** A key that was taken away meanwhile ends the sign-ins on their way. */
async function openVerifier(envelope: Envelope, sealed: string, state: string): Promise<string> {
  try {
    return (await envelope.open(sealed, placeOfVerifier(state))).reveal();
  } catch (error) {
    if (!(error instanceof SecretsError)) throw error;
    throw new ProviderRefused('bad_answer', 'its verifier cannot be opened any more');
  }
}

/** Null where there is nothing to seal. */
async function sealToken(envelope: Envelope, token: Secret | undefined, place: SealedPlace): Promise<string | null> {
  return token === undefined ? null : envelope.seal(token, place);
}
