import { type ErrorCode, ERRORS, PROBLEM_MEDIA_TYPE, problemOf } from '@wicketgate/contract';
import type { RefusalDetails } from './refusal.ts';

/** A JSON answer. Nothing that the gateway says of keys may stay in a cache on the way. */
export function jsonAnswer(status: number, value: unknown, headers: HeadersInit = {}): Response {
  const all = new Headers({ 'Cache-Control': 'no-store', 'Content-Type': 'application/json' });
  for (const [name, text] of new Headers(headers)) all.set(name, text);
  return new Response(JSON.stringify(value), { status, headers: all });
}

/** The problem document of a code, with the headers that belong to it. */
export function problemAnswer(code: ErrorCode, requestId: string, details: RefusalDetails = {}): Response {
  const { headers, ...rest } = details;
  return jsonAnswer(ERRORS[code].status, problemOf(code, { requestId, ...rest }), {
    ...headers,
    ...(rest.retryAfterSeconds !== undefined && { 'Retry-After': String(rest.retryAfterSeconds) }),
    'Content-Type': PROBLEM_MEDIA_TYPE,
  });
}
