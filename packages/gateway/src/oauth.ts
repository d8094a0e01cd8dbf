import type { RandomBytes } from '@wicketgate/contract';
import type { Clock } from '@wicketgate/core';
import { createWebDigests } from './adapters/web-digests.ts';
import type { AppConfig } from './config.ts';
import { createKeyMasker } from './domain/key-masking.ts';
import type { Digests } from './ports/digests.ts';
import type { Identities } from './ports/identities.ts';
import type { Limiter } from './ports/limiter.ts';
import type { ServiceKeys } from './ports/service-keys.ts';
import type { Storage } from './ports/storage.ts';
import type { AccessTokens } from './services/access-tokens.ts';
import { type AuthorizationCodes, createAuthorizationCodes } from './services/authorization-codes.ts';
import { createDeviceGrants, type DeviceGrants } from './services/device-grants.ts';
import { createProofCheck, type ProofCheck } from './services/dpop.ts';
import { createIntrospection, type Introspection } from './services/introspection.ts';
import { createRevocation, type Revocation } from './services/revocation.ts';
import { createSessionService, type SessionService } from './services/sessions.ts';
import { createTokenDigests } from './services/token-digests.ts';
import { createTokenGrants, type TokenGrants } from './services/token-grants.ts';
import type { TokenVerifier } from './services/token-verifier.ts';

export interface OAuthServerParts {
  readonly config: AppConfig;
  readonly storage: Storage;
  readonly serviceKeys: Pick<ServiceKeys, 'peppers'>;
  readonly digests: Digests | undefined;
  readonly random: RandomBytes;
  readonly clock: Pick<Clock, 'now'>;
  readonly accessTokens: AccessTokens;
  readonly verifier: Pick<TokenVerifier, 'verify'>;
  readonly identities: Identities;
  readonly limiter: Limiter;
  /** Given the id of a session, or `all`. */
  readonly onSessionChange: (id: string) => void;
}

/** The authorization server, without its pages. */
export interface OAuthServer {
  readonly sessions: SessionService;
  readonly devices: DeviceGrants;
  readonly codes: AuthorizationCodes;
  readonly grants: TokenGrants;
  readonly revocation: Revocation;
  readonly introspection: Introspection;
  /** Proofs of the token endpoint, each taken once by all processes together. */
  readonly proofs: ProofCheck;
}

export function createOAuthServer(parts: OAuthServerParts): OAuthServer {
  const { config, storage: store, random, clock, accessTokens, identities, limiter } = parts;
  const { publicUrl, keyBrand: brand, signIn, tokenLives: lives, dpop } = config;
  const platform = parts.digests ?? createWebDigests();
  const digests = createTokenDigests(platform, parts.serviceKeys.peppers);
  const common = { store, digests, brand, random };
  const holding = { ...common, accessTokens };
  const sessions = createSessionService({
    ...{ ...common, accessTokens, identities, signIn, lives, dpop, clock, limiter },
    mask: createKeyMasker(brand, config.keyShapes),
    onChange: parts.onSessionChange,
  });
  const devices = createDeviceGrants(common);
  const codes = createAuthorizationCodes(common);
  const { clients } = signIn;
  const federates = signIn.federation.length > 0;
  const granting = { clients, federates, publicUrl, dpop, sessions, devices, codes, identities, store, random };
  return {
    ...{ sessions, devices, codes },
    grants: createTokenGrants(granting),
    revocation: createRevocation({ ...holding, sessions }),
    introspection: createIntrospection({ ...holding, verifier: parts.verifier, issuer: publicUrl }),
    proofs: createProofCheck({
      publicUrl,
      digests: platform,
      claim: (id, expiresAt) => store.claimProof(id, expiresAt),
    }),
  };
}
