import { type AnswerOf, type Endpoint, endpoints } from '@wicketgate/contract';
import * as z from 'zod/mini';
import { verdictOfError } from '../rules/verdicts.ts';
import { WicketgateError } from '../words/errors.ts';
import type { Secret } from '../words/secret.ts';
import type { Identity, InvalidVerdict, UnavailableVerdict } from '../words/verdict.ts';
import type { HttpClient } from './http-client.ts';

type ValidAnswer = AnswerOf<typeof endpoints.auth.validate>;

/** What came of asking the gateway about a key. */
export type Reply =
  | {
      readonly kind: 'valid';
      readonly identity: Identity;
      readonly degraded: boolean;
      /** Compact JWS. */
      readonly receipt: string;
    }
  | { readonly kind: 'invalid'; readonly verdict: InvalidVerdict }
  | {
      readonly kind: 'unavailable';
      readonly verdict: UnavailableVerdict;
      /** Whether a receipt may stand in. Not for a service that answers, with whatever status, that the key is not valid. */
      readonly mayGrace: boolean;
    };

const { validate } = endpoints.auth;

/** The contract has no such answer: a service that denies like this must not be taken for one that is out of order. */
const denialSchema = z.object({
  valid: z.unknown().check(z.refine((valid) => valid !== true && valid !== undefined)),
});

const question = { ...validate, answer: z.union([validate.answer, denialSchema]) } satisfies Endpoint;

export interface Question {
  readonly key: Secret;
  readonly installId: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Asks the gateway about a key. Throws only for a caller who left (`aborted`) and for a bug. */
export async function askGateway(http: HttpClient, { key, installId, signal }: Question): Promise<Reply> {
  const body = installId === undefined ? {} : { installId };
  try {
    const answer = await http.call(question, { body }, { signal, credential: key });
    if (answer.valid === true) return validReply(answer as ValidAnswer);
    return { kind: 'unavailable', verdict: denied(), mayGrace: false };
  } catch (error) {
    if (!WicketgateError.isInstance(error) || error.code === 'aborted') throw error;
    const verdict = verdictOfError(error);
    return verdict.status === 'invalid'
      ? { kind: 'invalid', verdict }
      : { kind: 'unavailable', verdict, mayGrace: true };
  }
}

function validReply(answer: ValidAnswer): Reply {
  const { key, session, principal, tier, role, scopes, limits, expiresAt, degraded, receipt } = answer;
  const identity = { key, session, principal, tier, role, scopes, limits, expiresAt };
  return { kind: 'valid', identity, degraded, receipt };
}

function denied(): UnavailableVerdict {
  const message = 'The gateway did not say that the key is valid, and gave no reason. Check the URL of the gateway.';
  return { status: 'unavailable', reason: 'server', code: 'bad_answer', message, next: 'check_url' };
}
