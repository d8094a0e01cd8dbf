import type { RandomBytes } from '@wicketgate/contract';
import type { Clock, Logger } from '@wicketgate/core';
import { Hono } from 'hono';
import type { AppConfig } from './config.ts';
import { createKeyMasker } from './domain/key-masking.ts';
import { Refused } from './domain/refusal.ts';
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
import { mountReference, type ReferenceScript } from './http/routes/reference-routes.ts';
import { mountSystem } from './http/routes/system-routes.ts';
import type { Limiter } from './ports/limiter.ts';
import type { KeyService } from './services/key-service.ts';
import type { ReceiptIssuer } from './services/receipts.ts';
import type { UsageRecorder } from './services/usage.ts';
import type { Verifier } from './services/verifier.ts';

export interface AppParts {
  readonly config: AppConfig;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger;
  readonly limiter: Limiter;
  readonly verifier: Verifier;
  readonly keys: KeyService;
  readonly receipts: ReceiptIssuer;
  readonly usage: UsageRecorder;
  readonly readiness: Readiness;
  readonly referenceScript: ReferenceScript | undefined;
}

/** Every middleware and route, in the order in which a request meets them. */
export function createApp(parts: AppParts): Hono<GatewayEnv> {
  const { config, logger, clock, random, verifier, limiter, usage } = parts;
  const allowedOrigins = [new URL(config.publicUrl).origin, ...config.corsOrigins];
  const corsRules = { allowed: allowedOrigins, acceptXApiKey: config.acceptXApiKey };
  const guards = createGuards({
    verifier,
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
  mountKeys(mounting, { keys: parts.keys });
  if (config.docs) mountReference(mounting, { publicUrl: config.publicUrl, script: parts.referenceScript });
  mounting.finish();

  app.notFound(() => {
    throw new Refused({ reason: 'no_such_path' });
  });
  app.onError(answerError(logger));
  return app;
}
