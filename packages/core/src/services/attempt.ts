import { readBody } from '../adapters/answer-body.ts';
import type { FetchAnswer, OutgoingRequest } from '../ports/fetch.ts';
import type { ArrivedAnswer } from '../rules/answer.ts';
import type { EndpointRequest } from '../rules/endpoint-request.ts';
import { WicketgateError } from '../words/errors.ts';
import type { Secret } from '../words/secret.ts';
import type { HttpSettings } from './http-options.ts';
import { withTimeLimit } from './time-limit.ts';

/** Sends a request once, through the middleware, and waits for the whole answer. Throws coded errors alone. */
export async function attempt(
  settings: HttpSettings,
  request: Omit<OutgoingRequest, 'signal'>,
  signal: AbortSignal,
): Promise<ArrivedAnswer> {
  const { clock, timeoutMs: ms } = settings;
  const error = () => new WicketgateError('timeout', `The gateway did not answer within ${ms} ms. Try again later.`);
  try {
    return await withTimeLimit({ clock, ms, signal, error }, async (limited) => {
      const answer = await throughMiddleware(settings, { ...request, signal: limited });
      refuseRedirect(answer);
      const text = await readBody(answer.body, settings.maxAnswerBytes);
      return { status: answer.status, headers: answer.headers, text, at: clock.now() };
    });
  } catch (cause) {
    if (WicketgateError.isInstance(cause)) throw cause;
    signal.throwIfAborted();
    throw new WicketgateError('offline', `The gateway could not be reached${reasonOf(cause)}. Check the network.`, {
      cause,
    });
  }
}

/** Headers of a request: the key only where it is asked for. */
export function headersOf(
  settings: HttpSettings,
  request: EndpointRequest,
  credential: Secret | undefined,
): Record<string, string> {
  return {
    accept: 'application/json, application/problem+json',
    ...(request.body !== undefined && { 'content-type': 'application/json' }),
    ...(settings.userAgent !== undefined && { 'user-agent': settings.userAgent }),
    ...(credential && { authorization: `Bearer ${credential.reveal()}` }),
  };
}

function throughMiddleware(settings: HttpSettings, request: OutgoingRequest): Promise<FetchAnswer> {
  type Send = (request: OutgoingRequest) => Promise<FetchAnswer>;
  const chain = settings.middleware.reduceRight<Send>(
    (next, middleware) => (outgoing) => middleware(outgoing, next),
    ({ url, ...init }) => settings.fetch(url, init),
  );
  return chain(request);
}

/** Browsers hide a redirect that is not followed behind the status 0. */
function refuseRedirect({ status, redirected }: FetchAnswer): void {
  if (redirected !== true && status !== 0 && (status < 300 || status > 399)) return;
  throw new WicketgateError('redirected', 'The gateway answered with a redirect. Set its URL to where it really is.', {
    ...(status !== 0 && { status }),
  });
}

/** The platform's code, such as ECONNREFUSED. Its message may repeat what was sent, so it stays in the cause. */
function reasonOf(cause: unknown): string {
  for (let at = cause; at instanceof Error; at = at.cause) {
    const { code } = at as { readonly code?: unknown };
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,63}$/.test(code)) return ` (${code})`;
  }
  return '';
}
