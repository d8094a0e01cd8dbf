import { OAUTH_PATHS, type RandomBytes } from '@wicketgate/contract';
import { type Clock, type Fetch, type Logger, systemFetch } from '@wicketgate/core';
import { createWebDigests } from './adapters/web-digests.ts';
import type { AppConfig } from './config.ts';
import type { PageServices } from './http/routes/page-routes.ts';
import type { Digests } from './ports/digests.ts';
import type { ServiceKeys } from './ports/service-keys.ts';
import type { Storage } from './ports/storage.ts';
import type { AuthorizationCodes } from './services/authorization-codes.ts';
import type { DeviceGrants } from './services/device-grants.ts';
import { createIdentityServices, type IdentityServices } from './services/identity-services.ts';
import { createInteractions } from './services/interactions.ts';
import { createSignInFlow } from './services/sign-in-flow.ts';
import type { Verifier } from './services/verifier.ts';

export interface SignInParts {
  readonly config: Pick<AppConfig, 'publicUrl' | 'signIn'>;
  readonly storage: Storage;
  readonly serviceKeys: Pick<ServiceKeys, 'encryption'>;
  readonly verifier: Pick<Verifier, 'verify'>;
  readonly digests: Digests | undefined;
  /** Undefined: the platform's. */
  readonly fetch: Fetch | undefined;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger;
}

/** Who people are, and the pages on which they say so. */
export interface SignIn extends Pick<IdentityServices, 'identities'> {
  /** The pages, once there is an authorization server that they decide for. */
  pagesOf(server: { readonly devices: DeviceGrants; readonly codes: AuthorizationCodes }): PageServices;
}

export function createSignIn(parts: SignInParts): SignIn {
  const { config, storage, random, logger, fetch = systemFetch() } = parts;
  const { publicUrl, signIn } = config;
  const digests = parts.digests ?? createWebDigests();
  const { encryption } = parts.serviceKeys;
  const callbackUrl = publicUrl + OAUTH_PATHS.callback;
  const { identities, upstream } = createIdentityServices({ ...parts, signIn, encryption, callbackUrl, fetch });
  return {
    identities,
    pagesOf({ devices, codes }) {
      const interactions = createInteractions({ store: storage, digests, random });
      const acting = { store: storage, interactions, upstream, identities, devices, codes, random, logger };
      const flow = createSignInFlow({ ...acting, issuer: publicUrl, acceptsKeys: signIn.acceptsKeys });
      return { publicUrl, clients: signIn.clients, devices, interactions, flow, digests, random, logger };
    },
  };
}
