import type { Logger } from '@wicketgate/core';
import type { Context } from 'hono';
import { Refused } from '../domain/refusal.ts';
import { StorageError } from '../ports/storage-error.ts';
import { answerProblem, INTERNAL_FAILURE, problemOfRefusal, type WireProblem } from '../problems.ts';
import type { GatewayEnv } from './gateway-env.ts';

/** Seconds after which a caller may ask again when the store is busy or out of reach. */
const STORE_RETRY_SECONDS = 5;

/** Turns whatever a step threw into a problem document. A failure of ours is logged with its cause and named to nobody. */
export function answerError(logger: Logger): (error: Error, c: Context<GatewayEnv>) => Response {
  return (error, c) => {
    const answer = answerProblem(problemOfError(error, c, logger), c.var.requestId);
    return c.body(answer.body, answer.status as 500, { ...answer.headers });
  };
}

function problemOfError(error: Error, c: Context<GatewayEnv>, logger: Logger): WireProblem {
  if (error instanceof Refused) return problemOfRefusal(error.refusal);
  const { requestId, route } = c.var;
  logger.error({ error, requestId, route: route ?? null }, 'a request failed');
  if (error instanceof StorageError && (error.code === 'busy' || error.code === 'unavailable')) {
    return problemOfRefusal({ reason: 'unavailable', retryAfterSeconds: STORE_RETRY_SECONDS });
  }
  return INTERNAL_FAILURE;
}
