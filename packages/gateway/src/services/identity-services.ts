import type { RandomBytes } from '@wicketgate/contract';
import type { Clock, Fetch, Logger } from '@wicketgate/core';
import { createEnvelope } from '@wicketgate/secrets';
import { createProviderFetch } from '../adapters/provider-fetch.ts';
import type { SignInConfig } from '../domain/sign-in-config.ts';
import type { Identities } from '../ports/identities.ts';
import type { ServiceKeys } from '../ports/service-keys.ts';
import type { SignInStore } from '../ports/sign-in-store.ts';
import type { KeyStore } from '../ports/storage.ts';
import { createFederation } from './federation.ts';
import { createIdentities } from './identities.ts';
import { createIssuerKeys } from './issuer-keys.ts';
import { createKeyApprovals } from './key-approval.ts';
import { createOpenIdProvider } from './openid-provider.ts';
import { createProviderRecheck } from './provider-recheck.ts';
import { createProviderSignIn, type ProviderSignIn } from './provider-sign-in.ts';
import type { Verifier } from './verifier.ts';

export interface IdentityServicesParts {
  readonly signIn: SignInConfig;
  readonly encryption: ServiceKeys['encryption'];
  /** Where providers send the browser back: behind it, with a slash, stands the provider's id. */
  readonly callbackUrl: string;
  readonly storage: Pick<KeyStore, 'findById'> & Pick<SignInStore, 'findSession'>;
  readonly verifier: Pick<Verifier, 'verify'>;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger;
}

export interface IdentityServices {
  readonly identities: Identities;
  readonly upstream: ProviderSignIn;
}

/** Everything that tells who a person is, put together. Throws a TypeError without an encryption key. */
export function createIdentityServices(parts: IdentityServicesParts): IdentityServices {
  const { signIn, storage, verifier, random, logger, callbackUrl } = parts;
  const [sealing] = parts.encryption;
  if (sealing === undefined) throw new TypeError('The gateway needs at least one encryption key.');
  const envelope = createEnvelope({ keys: parts.encryption, current: sealing.id, random });
  const fetch = createProviderFetch(parts);
  const providers = signIn.providers.map((config) => ({ config, openId: createOpenIdProvider(config, fetch) }));
  const identities = createIdentities({
    keys: createKeyApprovals({ verifier, store: storage }),
    federation: createFederation({ rules: signIn.federation, keys: createIssuerKeys(fetch) }),
    recheckAtProvider: createProviderRecheck({ providers, envelope, store: storage, clock: parts.clock, logger }),
  });
  return { identities, upstream: createProviderSignIn({ providers, envelope, random, callbackUrl }) };
}
