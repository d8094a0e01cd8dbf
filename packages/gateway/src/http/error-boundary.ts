import type { ErrorCode } from '@wicketgate/contract';
import type { Logger } from '@wicketgate/core';
import type { Context } from 'hono';
import { Refused } from '../domain/refusal.ts';
import { answerProblem, INTERNAL_FAILURE, problemOfRefusal, type WireProblem } from '../problems.ts';
import type { GatewayEnv } from './gateway-env.ts';

/** Turns whatever a step threw into a problem document. A failure of ours is logged with its cause and named to nobody. */
export function answerError(
  logger: Logger,
  challenges: (code: ErrorCode) => Readonly<Record<string, string>>,
): (error: Error, c: Context<GatewayEnv>) => Response {
  return (error, c) => {
    const problem = problemOfError(error, c, logger);
    const answer = answerProblem(problem, c.get('requestId'));
    return c.body(answer.body, answer.status as 500, { ...challenges(problem.code), ...answer.headers });
  };
}

function problemOfError(error: Error, c: Context<GatewayEnv>, logger: Logger): WireProblem {
  const place = { requestId: c.get('requestId'), route: c.get('route') ?? null };
  if (!(error instanceof Refused)) {
    logger.error({ error, ...place }, 'a request failed');
    return INTERNAL_FAILURE;
  }
  if (error.refusal.reason === 'unavailable') {
    logger.warn({ error: error.cause ?? null, ...place }, 'the store was out of reach');
  }
  return problemOfRefusal(error.refusal);
}
