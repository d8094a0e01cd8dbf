// Everything exported here is public and pinned by test/pins.test.ts.
import type { RandomBytes } from '@wicketgate/contract';
import type { Clock, Fetch, Logger } from '@wicketgate/core';
import { createMemoryLimiter } from './adapters/memory-limiter.ts';
import { createApp } from './app.ts';
import { createCallers } from './callers.ts';
import type { AppConfig } from './config.ts';
import { audiencesOf } from './domain/audience.ts';
import type { RequestInfo } from './http/gateway-env.ts';
import { newRequestId } from './http/middleware/request-facts.ts';
import { createReadiness } from './http/readiness.ts';
import type { ReferenceScript } from './http/routes/reference-routes.ts';
import { createOAuthServer } from './oauth.ts';
import type { Digests } from './ports/digests.ts';
import type { Limiter } from './ports/limiter.ts';
import type { ServiceKeys } from './ports/service-keys.ts';
import type { Storage } from './ports/storage.ts';
import { answerProblem, INTERNAL_FAILURE } from './problems.ts';
import { createAccessTokens } from './services/access-tokens.ts';
import { createKeyService } from './services/key-service.ts';
import { createReceiptIssuer } from './services/receipts.ts';
import { startSignInPruning } from './services/sign-in-pruning.ts';
import { createUsageReading } from './services/usage-reading.ts';
import { createUsageRecorder } from './services/usage.ts';
import { createVerifier } from './services/verifier.ts';
import { createSignIn } from './sign-in.ts';

export { type AppConfig, type ConfigProblem, type ConfigResult, type GatewayConfig, parseConfig } from './config.ts';
export type { KeyChange, KeyRecord, Limits } from './domain/key-record.ts';
export type { RequestInfo } from './http/gateway-env.ts';
export type { ReferenceScript } from './http/routes/reference-routes.ts';
export type { Digests } from './ports/digests.ts';
export type { Limiter, LimitVerdict } from './ports/limiter.ts';
export type { ServiceKeys } from './ports/service-keys.ts';
export type { Storage } from './ports/storage.ts';

/** What the gateway takes from its host. */
export interface GatewayDependencies {
  readonly config: AppConfig;
  /** Migrated. Its host closes it, after the gateway. */
  readonly storage: Storage;
  readonly serviceKeys: ServiceKeys;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger;
  /** Default: in this process's memory. */
  readonly limiter?: Limiter;
  /** Default WebCrypto. */
  readonly digests?: Digests;
  /** How OpenID providers and issuers of workloads' tokens are reached. Default: the platform's. */
  readonly fetch?: Fetch;
  /** The script of the reference page; without it `/docs` is not there. */
  readonly referenceScript?: ReferenceScript;
}

export interface Gateway {
  /** Answers a request; never rejects. */
  fetch(request: Request, info?: RequestInfo): Promise<Response>;
  /** From now on `/ready` answers 503, so that whoever sends traffic here stops. */
  drain(): void;
  /** Writes what has been counted. */
  close(): Promise<void>;
}

/** The gateway as a web-standard handler. Throws a TypeError for bad options. */
export async function createGateway(dependencies: GatewayDependencies): Promise<Gateway> {
  const { config, storage, serviceKeys, clock, random, logger, digests } = dependencies;
  const keySettings = {
    peppers: serviceKeys.peppers,
    brand: config.keyBrand,
    environments: config.keyEnvironments,
    shapes: config.keyShapes,
    random,
    ...(digests && { digests }),
  };
  const onDegraded = (cause: unknown) => {
    logger.warn({ cause }, 'the store did not answer a look-up');
  };
  const verifier = createVerifier({ ...keySettings, store: storage, onDegraded });
  const receipts = await createReceiptIssuer({
    signing: serviceKeys.signing,
    issuer: config.publicUrl,
    ttlSeconds: config.receiptTtlSeconds,
  });
  const accessTokens = await createAccessTokens({
    signing: serviceKeys.signing,
    issuer: config.publicUrl,
    audiences: audiencesOf(config.publicUrl),
    random,
    ttlSeconds: config.tokenLives.access,
  });
  const parts = { config, storage, serviceKeys, clock, random, logger, digests, verifier, accessTokens, receipts };
  const known = createCallers({ ...parts, onDegraded });
  const signIn = createSignIn({ ...parts, fetch: dependencies.fetch });
  const { referenceScript, limiter = createMemoryLimiter() } = dependencies;
  const onSessionChange = known.sessionChanged;
  const oauth = createOAuthServer({ ...parts, ...signIn, limiter, verifier: known.tokens, onSessionChange });
  const keys = createKeyService({ ...keySettings, storage, clock, onChange: known.keyChanged });
  const readiness = createReadiness({ ping: () => storage.ping(), clock });
  const usage = createUsageRecorder({ store: storage, clock, logger });
  const pruning = startSignInPruning({ store: storage, clock, logger });
  const pages = signIn.pagesOf(oauth);
  const served = { usage, counts: createUsageReading(storage), readiness, oauth, pages };
  const services = { callers: known.callers, keys, receipts, ...served };
  const app = createApp({ config, clock, random, logger, limiter, referenceScript, ...services });

  return {
    async fetch(request, info = {}) {
      try {
        return await app.fetch(request, info);
      } catch (error) {
        const requestId = newRequestId(random);
        logger.error({ error, requestId }, 'a request failed outside of every step');
        const answer = answerProblem(INTERNAL_FAILURE, requestId);
        return new Response(answer.body, { status: answer.status, headers: answer.headers });
      }
    },
    drain: () => {
      readiness.drain();
    },
    close: async () => {
      await pruning.close();
      await usage.close();
    },
  };
}
