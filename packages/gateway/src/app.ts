import type { RandomBytes } from '@wicketgate/contract';
import type { Clock, Logger } from '@wicketgate/core';
import { Hono } from 'hono';
import type { AppConfig } from './config.ts';
import { PROOF_ALGORITHMS } from './domain/dpop-proof.ts';
import { createKeyMasker } from './domain/key-masking.ts';
import { Refused } from './domain/refusal.ts';
import { challengesOf } from './http/challenges.ts';
import { answerError } from './http/error-boundary.ts';
import type { GatewayEnv } from './http/gateway-env.ts';
import { createGuards } from './http/guards.ts';
import { accessLog } from './http/middleware/access-log.ts';
import { limitAddressLength } from './http/middleware/address-length.ts';
import { answerHeaders } from './http/middleware/answer-headers.ts';
import { cors } from './http/middleware/cors.ts';
import { requestFacts } from './http/middleware/request-facts.ts';
import { createMounting } from './http/mount.ts';
import type { Readiness } from './http/readiness.ts';
import { mountAuth } from './http/routes/auth-routes.ts';
import { mountKeys } from './http/routes/key-routes.ts';
import { mountMetadata } from './http/routes/metadata-routes.ts';
import { mountOAuth } from './http/routes/oauth-routes.ts';
import { mountPages, type PageServices } from './http/routes/page-routes.ts';
import { mountReference, type ReferenceScript } from './http/routes/reference-routes.ts';
import { mountSessions } from './http/routes/session-routes.ts';
import { mountSystem } from './http/routes/system-routes.ts';
import { mountUsage } from './http/routes/usage-routes.ts';
import type { OAuthServer } from './oauth.ts';
import type { Limiter } from './ports/limiter.ts';
import type { CallerVerifier } from './services/caller-verifier.ts';
import type { KeyService } from './services/key-service.ts';
import type { ReceiptIssuer } from './services/receipts.ts';
import type { UsageReading } from './services/usage-reading.ts';
import type { UsageRecorder } from './services/usage.ts';

export interface AppParts {
  readonly config: AppConfig;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger;
  readonly limiter: Limiter;
  readonly callers: CallerVerifier;
  readonly keys: KeyService;
  readonly receipts: ReceiptIssuer;
  readonly usage: UsageRecorder;
  readonly counts: UsageReading;
  readonly readiness: Readiness;
  readonly oauth: OAuthServer;
  readonly pages: PageServices;
  readonly referenceScript: ReferenceScript | undefined;
}

/** Every middleware and route, in the order in which a request meets them. */
export function createApp(parts: AppParts): Hono<GatewayEnv> {
  const { config, logger, clock, random, callers, limiter, usage } = parts;
  const allowedOrigins = [new URL(config.publicUrl).origin, ...config.corsOrigins];
  const corsRules = { allowed: allowedOrigins, acceptXApiKey: config.acceptXApiKey };
  const guards = createGuards({
    callers,
    limiter,
    usage,
    allowedOrigins,
    credentials: { acceptXApiKey: config.acceptXApiKey },
    refusedPerAddress: config.preauthLimit,
  });

  const app = new Hono<GatewayEnv>();
  const mask = createKeyMasker(config.keyBrand, config.keyShapes);
  app.use(requestFacts({ clock, random, mask, trustedProxies: config.trustedProxies }));
  app.use(accessLog(logger, clock));
  app.use(answerHeaders(config.publicUrl));
  app.use(cors(corsRules));
  app.use(limitAddressLength());

  const mounting = createMounting(app, { guards, cors: corsRules });
  mountSystem(mounting, { readiness: parts.readiness, publicKeys: parts.receipts.publicKeys });
  mountAuth(mounting, { receipts: parts.receipts });
  mountUsage(mounting, { counts: parts.counts });
  mountKeys(mounting, { keys: parts.keys });
  mountSessions(mounting, { sessions: parts.oauth.sessions });
  mountOAuth(mounting, { ...parts.oauth, ...config, clients: config.signIn.clients, limiter, logger, guards });
  mountPages(mounting, { ...parts.pages, limiter, refusedPerAddress: config.preauthLimit });
  const federation = config.signIn.federation.length > 0;
  mountMetadata(mounting, { ...config, federation, proofAlgorithms: PROOF_ALGORITHMS });
  if (config.docs) mountReference(mounting, { publicUrl: config.publicUrl, script: parts.referenceScript });
  mounting.finish();

  app.notFound(() => {
    throw new Refused({ reason: 'no_such_path' });
  });
  app.onError(answerError(logger, challengesOf(config.publicUrl)));
  return app;
}
