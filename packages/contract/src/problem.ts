import * as z from 'zod/mini';
import { ERROR_CODES, ERRORS, type ErrorCode } from './errors.ts';

/** Media type of a problem document (RFC 9457 section 3). */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

const ERROR_DOCS = 'https://github.com/wicketgate/wicketgate/blob/main/docs/errors.md';

/** One member that was refused: where it stands, why, in words. */
const fieldErrorSchema = z.object({
  /** Dotted path from the body or the query, for instance `owner.email`; empty for the whole. */
  field: z.string(),
  message: z.string(),
});
export type FieldError = z.infer<typeof fieldErrorSchema>;

/** A problem document (RFC 9457) with a `code` of the closed union and the id of the request. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(ERROR_CODES as [ErrorCode, ...ErrorCode[]]),
  request_id: z.string(),
  /** The members that were refused, with `invalid_field` and `unknown_field`. */
  errors: z.optional(z.array(fieldErrorSchema)),
  /** Seconds, with `too_many_requests` and `unavailable`: the value of `Retry-After`. */
  retry_after: z.optional(z.int()),
});
export type Problem = z.infer<typeof problemSchema>;

export interface ProblemDetails {
  readonly requestId: string;
  /** What happened to what, and what to do next; default the title. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
}

/** The problem document of a code. */
export function problemOf(code: ErrorCode, details: ProblemDetails): Problem {
  const { status, title } = ERRORS[code];
  return {
    type: `${ERROR_DOCS}#${code}`,
    title,
    status,
    detail: details.detail ?? title,
    code,
    request_id: details.requestId,
    ...(details.errors && { errors: [...details.errors] }),
    ...(details.retryAfterSeconds !== undefined && { retry_after: details.retryAfterSeconds }),
  };
}
