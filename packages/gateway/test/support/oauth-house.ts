import { CLIENT_IDS, GRANT_TYPES } from '@wicketgate/contract';
import { createFakeClock, createSeededRandom, type FakeClock } from '@wicketgate/testing';
import { createHash } from 'node:crypto';
import { createMemoryLimiter } from '../../src/adapters/memory-limiter.ts';
import { type AppConfig, parseConfig } from '../../src/config.ts';
import { audiencesOf } from '../../src/domain/audience.ts';
import type { AuthorizationRequest } from '../../src/domain/authorization-request.ts';
import { OAuthRefused } from '../../src/domain/oauth-refused.ts';
import type { Approval } from '../../src/domain/session-record.ts';
import { createNodeDigests } from '../../src/node/node-digests.ts';
import { openSqliteStorage } from '../../src/node/sqlite-storage.ts';
import { createOAuthServer, type OAuthServer } from '../../src/oauth.ts';
import type { Federated, Identities, Recheck } from '../../src/ports/identities.ts';
import type { ServiceKeys } from '../../src/ports/service-keys.ts';
import type { DeviceGrant } from '../../src/ports/sign-in-store.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { type AccessTokens, createAccessTokens } from '../../src/services/access-tokens.ts';
import type { Asking } from '../../src/services/asking.ts';
import { createSessionLoader } from '../../src/services/session-loader.ts';
import type { Granted, GrantRequest } from '../../src/services/token-grants.ts';
import { createTokenVerifier } from '../../src/services/token-verifier.ts';
import { approval } from './sign-in-records.ts';

export const ISSUER = 'http://127.0.0.1:8787';
export const REDIRECT = 'http://127.0.0.1:51234/callback';
export const VERIFIER = 'a-verifier-of-at-least-43-characters-0123456789';
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
export const ADDRESS = '192.0.2.7';
export const SERVICE_KEYS: ServiceKeys = {
  peppers: [{ version: 1, secret: new Uint8Array(32).fill(1) }],
  signing: [{ kid: 'test', seed: new Uint8Array(32).fill(2) }],
  encryption: [{ id: 'test', key: Uint8Array.from({ length: 32 }, (_, at) => at) }],
};

export interface OAuthHouseOptions {
  readonly storage?: Storage;
  readonly config?: Partial<AppConfig>;
  readonly peppers?: ServiceKeys['peppers'];
  /** Of its random numbers: houses that share a storage and audit to it need each their own. */
  readonly seed?: number;
}

/** The authorization server over one database, with people that a test makes up. */
export interface OAuthHouse extends OAuthServer {
  readonly storage: Storage;
  readonly clock: FakeClock;
  readonly accessTokens: AccessTokens;
  /** Sessions that changes told of. */
  readonly changed: string[];
  /** What asking again for the identity behind a sign-in finds. Default: still there, with what they had. */
  onRecheck(answer: (approval: Approval) => Recheck | Promise<Recheck>): void;
  readonly rechecks: () => number;
  onFederate(answer: (subjectToken: string) => Promise<Federated>): void;
  asking(): Asking;
  /** A token request of the command, without a proof unless one is given. */
  exchange(request: Partial<GrantRequest>): Promise<Granted>;
  refresh(refreshToken: string | undefined, members?: Partial<GrantRequest>): Promise<Granted>;
  begin(
    members?: object,
  ): Promise<{ readonly grant: DeviceGrant; readonly deviceCode: string; readonly userCode: string }>;
  /** Signs somebody in by device code. */
  signIn(members?: Partial<Approval>, grant?: Partial<GrantRequest>): Promise<Granted>;
  /** A code for somebody who allowed it. */
  code(members?: Partial<Approval>, request?: Partial<AuthorizationRequest>): Promise<string>;
  redeem(code: string, members?: Partial<GrantRequest>): Promise<Granted>;
  /** Actions in the trail of a target, oldest first. */
  trail(targetId: string): Promise<string[]>;
}

export async function createOAuthHouse(options: OAuthHouseOptions = {}): Promise<OAuthHouse> {
  const parsed = parseConfig({});
  if (!parsed.ok) throw new TypeError('The defaults are wrong.');
  const config: AppConfig = { ...parsed.config, publicUrl: ISSUER, ...options.config };
  const storage = options.storage ?? (await openSqliteStorage({ file: ':memory:' }));
  await storage.migrate();
  const clock = createFakeClock();
  const random = createSeededRandom(options.seed);
  const digests = createNodeDigests();
  const accessTokens = await createAccessTokens({
    ...{ signing: SERVICE_KEYS.signing, issuer: ISSUER, audiences: audiencesOf(ISSUER), random },
    ttlSeconds: config.tokenLives.access,
  });
  const sessions = createSessionLoader({ store: storage, random });
  const verifier = createTokenVerifier({ tokens: accessTokens, sessions, digests });
  const changed: string[] = [];
  const people = peopleOf();
  const server = createOAuthServer({
    ...{ config, storage, digests, random, clock, accessTokens, verifier },
    identities: people.identities,
    limiter: createMemoryLimiter(),
    serviceKeys: { ...SERVICE_KEYS, ...(options.peppers && { peppers: options.peppers }) },
    onSessionChange: (id) => {
      changed.push(id);
      sessions.forget({ sessionId: id });
    },
  });
  return {
    ...server,
    storage,
    clock,
    accessTokens,
    changed,
    ...people,
    ...movesOf(server, { storage, clock, config }),
  };
}

function peopleOf() {
  let [rechecks, recheck] = [0, (found: Approval): Recheck | Promise<Recheck> => ({ kind: 'good', approval: found })];
  let federate: (subjectToken: string) => Promise<Federated> = () =>
    Promise.resolve({ ok: false, description: 'no rule fits.' });
  const identities: Identities = {
    recheck: async ({ principal, tier, role, scopes, limits, source, upstreamSealed }, now) => {
      rechecks++;
      const who = { principal, tier, role, scopes, limits, source, upstreamSealed };
      return recheck({ ...who, checkedAt: now, endsBy: null });
    },
    federate: (token) => federate(token),
    approveKey: () => Promise.resolve({ ok: false, reason: 'refused' }),
  };
  return {
    identities,
    rechecks: () => rechecks,
    onRecheck: (answer: typeof recheck) => {
      recheck = answer;
    },
    onFederate: (answer: typeof federate) => {
      federate = answer;
    },
  };
}

interface Ground {
  readonly storage: Storage;
  readonly clock: FakeClock;
  readonly config: AppConfig;
}

function movesOf(server: OAuthServer, { storage, clock, config }: Ground) {
  const [client] = config.signIn.clients;
  if (client === undefined) throw new TypeError('There is no client.');
  const asking = () => ({ address: ADDRESS, requestId: 'request-1', now: clock.now() });
  const exchange = (request: Partial<GrantRequest>) =>
    server.grants.exchange({ grantType: '', clientId: CLIENT_IDS.cli, jkt: null, ...request }, asking());
  const begin = async (members: object = {}) => {
    const device = { client, requestedScopes: null, audience: ISSUER, dpopJkt: null, address: ADDRESS, ...members };
    const { deviceCode, userCode } = await server.devices.begin(device, clock.now());
    const grant = await server.devices.find(userCode, clock.now());
    if (grant === undefined) throw new Error('The grant is not there.');
    return { deviceCode, userCode, grant };
  };
  const decision = () => ({ by: { id: 'anonymous', address: ADDRESS, requestId: 'request-1' }, now: clock.now() });
  return {
    ...{ asking, exchange, begin },
    refresh: (refreshToken: string | undefined, members: Partial<GrantRequest> = {}) =>
      exchange({ grantType: GRANT_TYPES.refreshToken, refreshToken, ...members }),
    async signIn(members: Partial<Approval> = {}, grant: Partial<GrantRequest> = {}) {
      const { deviceCode, grant: begun } = await begin();
      await server.devices.approve(begun.id, approval({ checkedAt: clock.now(), ...members }), decision());
      return exchange({ grantType: GRANT_TYPES.deviceCode, deviceCode, ...grant });
    },
    code: (members: Partial<Approval> = {}, request: Partial<AuthorizationRequest> = {}) => {
      const asked = { client, redirectUri: REDIRECT, state: null, codeChallenge: CHALLENGE, requestedScopes: null };
      const whole = { ...asked, audience: ISSUER, dpopJkt: null, ...request };
      return server.codes.issue(whole, approval({ checkedAt: clock.now(), ...members }), decision());
    },
    redeem: (code: string, members: Partial<GrantRequest> = {}) =>
      exchange({
        ...{ grantType: GRANT_TYPES.authorizationCode, code, redirectUri: REDIRECT, codeVerifier: VERIFIER },
        ...members,
      }),
    async trail(targetId: string) {
      return (await storage.listAudit(targetId, 1_000)).map(({ action }) => action).reverse();
    },
  };
}

/** What a refusal says: the error, or `none` where nothing was refused. */
export async function errorOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
    return 'none';
  } catch (error) {
    if (error instanceof OAuthRefused) return error.error;
    throw error;
  }
}
