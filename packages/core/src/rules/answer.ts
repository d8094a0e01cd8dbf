import {
  type AnswerOf,
  codeOfStatus,
  type Endpoint,
  ERROR_CODES,
  type ErrorCode,
  ERRORS,
  type FieldError,
  fromWire,
} from '@wicketgate/contract';
import { WicketgateError, type WicketgateErrorCode, type WicketgateErrorDetails } from '../words/errors.ts';
import { printable } from './foreign-text.ts';
import { parseRetryAfter } from './retry-after.ts';

/** An answer that has arrived whole. */
export interface ArrivedAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly text: string;
  /** When it arrived, in milliseconds since 1970. */
  readonly at: number;
}

/** Reads an answer as its endpoint promises it, or throws what it says or what is wrong with it. */
export function readAnswer<E extends Endpoint>(endpoint: E, answer: ArrivedAnswer): AnswerOf<E> {
  if (answer.status < 200 || answer.status > 299) throw refusalOf(answer);
  const parsed = endpoint.answer.safeParse(parseJson(answer));
  if (parsed.success) return fromWire(parsed.data) as AnswerOf<E>;
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  throw badAnswer(answer, `is not what ${endpoint.name} answers${place && ` (at "${place}")`}`);
}

/** A problem document, or the nearest to it that the status and the body allow. */
export function refusalOf(answer: ArrivedAnswer): WicketgateError {
  const problem = problemMembers(answer);
  const code = codeOf(problem['code'], answer.status);
  const message = printable(problem['detail']) ?? printable(problem['title']) ?? ERRORS[code].title;
  const retryAfter = problem['retry_after'];
  const bodyWait = typeof retryAfter === 'number' && retryAfter >= 0 ? retryAfter * 1_000 : undefined;
  return errorOf(code, message, {
    status: answer.status,
    requestId: requestIdOf(answer, problem['request_id']),
    retryAfterMs: parseRetryAfter(answer.headers.get('retry-after'), answer.at) ?? bodyWait,
    errors: fieldErrors(problem['errors']),
  });
}

/**
 * The members of a refusal. A page of a proxy or a captive portal is nobody's verdict about a key, whatever its status; a
 * refusal without a body may be the gateway's. Where the status speaks of the service alone, it is enough.
 */
function problemMembers(answer: ArrivedAnswer): Readonly<Record<string, unknown>> {
  if (answer.text === '' || (isPassingStatus(answer.status) && !isProblem(answer))) return {};
  const body = parseJson(answer);
  if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
  throw badAnswer(answer, 'is not a problem document');
}

/** A code that does not belong to the status, or that is newer than this client, counts as the status does. */
function codeOf(code: unknown, status: number): ErrorCode {
  const known = ERROR_CODES.find((name) => name === code);
  return known !== undefined && ERRORS[known].status === status ? known : codeOfStatus(status);
}

/** Too slow, too often, or broken: a proxy says so in words of its own as often as the gateway does. */
function isPassingStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

function isProblem(answer: ArrivedAnswer): boolean {
  try {
    const body = parseJson(answer);
    return typeof body === 'object' && body !== null;
  } catch {
    return false;
  }
}

function parseJson(answer: ArrivedAnswer): unknown {
  const mediaType = answer.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!/^application\/(?:[\w.-]+\+)?json$/.test(mediaType)) throw badAnswer(answer, 'is not JSON');
  try {
    return JSON.parse(answer.text) as unknown;
  } catch (cause) {
    throw badAnswer(answer, 'is not whole JSON', cause);
  }
}

function badAnswer(answer: ArrivedAnswer, flaw: string, ...causes: readonly unknown[]): WicketgateError {
  return errorOf('bad_answer', `The answer with status ${answer.status} ${flaw}. Check the URL of the gateway.`, {
    status: answer.status,
    requestId: requestIdOf(answer, undefined),
    ...(causes.length > 0 && { cause: causes[0] }),
  });
}

function errorOf(code: WicketgateErrorCode, message: string, details: WicketgateErrorDetails): WicketgateError {
  return new WicketgateError(code, message, details);
}

function requestIdOf(answer: ArrivedAnswer, inBody: unknown): string | undefined {
  const id = inBody ?? answer.headers.get('x-request-id');
  return typeof id === 'string' && /^[\w.-]{1,128}$/.test(id) ? id : undefined;
}

function fieldErrors(errors: unknown): readonly FieldError[] | undefined {
  if (!Array.isArray(errors)) return undefined;
  return errors.slice(0, 100).flatMap((error: unknown) => {
    const { field, message } = (error ?? {}) as Record<string, unknown>;
    return typeof field === 'string' && typeof message === 'string'
      ? [{ field: printable(field) ?? '', message: printable(message) ?? '' }]
      : [];
  });
}
