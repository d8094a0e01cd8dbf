import { allowInsecureRequests, customFetch, ResponseBodyError } from 'oauth4webapi';
import { proveKey } from '../../adapters/proof-key.ts';
import { refusalOf, type ArrivedAnswer } from '../../rules/answer.ts';
import { isLoopbackHost } from '../../rules/base-url.ts';
import { printable } from '../../rules/foreign-text.ts';
import { parseRetryAfter } from '../../rules/retry-after.ts';
import { isPassing } from '../../rules/retry.ts';
import { WicketgateError } from '../../words/errors.ts';
import type { Secret } from '../../words/secret.ts';
import { SignInRefusedError } from '../../words/sign-in-refused-error.ts';
import { attempt } from '../attempt.ts';
import type { HttpSettings } from '../http-options.ts';

/** Members of a request whose values nobody may see, not even where a server repeats them in its refusal. */
const HIDDEN = ['device_code', 'code', 'code_verifier', 'refresh_token', 'token', 'subject_token'];
const SHORTEST_HIDDEN = 8;

interface FetchRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: URLSearchParams | undefined;
}

/** What a function of oauth4webapi takes beside its own parameters, so that it sends over our `fetch`. */
export interface OAuthTransport {
  [customFetch](url: string, request: FetchRequest): Promise<Response>;
  readonly [allowInsecureRequests]: boolean;
}

export interface OAuthCall<Answer> {
  readonly http: HttpSettings;
  readonly signal: AbortSignal;
  /** Proved to the endpoint (RFC 9449 section 5). */
  readonly proofKey?: Secret | undefined;
  /** Sends the request over the transport. */
  readonly send: (transport: OAuthTransport) => Promise<Response>;
  /** Reads the answer, or throws. */
  readonly read: (response: Response) => Promise<Answer>;
}

/**
 * One request of oauth4webapi over our own `fetch`: bounded, limited in time, without redirects. Throws coded errors alone;
 * what the library throws may hold tokens, and is never kept as a cause.
 */
export async function callOAuth<Answer>(call: OAuthCall<Answer>): Promise<Answer> {
  let arrived: ArrivedAnswer | undefined;
  let sent: URLSearchParams | undefined;
  const send = async (url: string, request: FetchRequest) => {
    sent = request.body;
    arrived = await sendOnce(call, url, request);
    return responseOf(arrived);
  };
  try {
    // The library refuses http; `parseBaseUrl` has seen to it that it is loopback.
    return await call.read(await call.send({ [customFetch]: send, [allowInsecureRequests]: true }));
  } catch (error) {
    call.signal.throwIfAborted();
    if (arrived === undefined || WicketgateError.isInstance(error)) throw error;
    throw failureOf(error, arrived, hiderOf(sent));
  }
}

async function sendOnce(call: OAuthCall<unknown>, url: string, request: FetchRequest): Promise<ArrivedAnswer> {
  const { http, proofKey, signal } = call;
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && !isLoopbackHost(hostname)) {
    throw new WicketgateError('wrong_issuer', 'The gateway names an address without https for its sign-in.');
  }
  const { now, random } = { now: http.clock.now(), random: http.random };
  const proof = proofKey && (await proveKey(proofKey, { method: request.method, url }, { now, random }));
  const headers = {
    ...request.headers,
    accept: 'application/json',
    ...(http.userAgent !== undefined && { 'user-agent': http.userAgent }),
    ...(proof !== undefined && { dpop: proof }),
  };
  const body = request.body === undefined ? {} : { body: request.body.toString() };
  return attempt(http, { url, method: request.method, headers, ...body, redirect: 'manual' }, signal);
}

/** The answer as oauth4webapi reads one. Challenges are left out: the body says the same, and more. */
function responseOf({ status, headers, text }: ArrivedAnswer): Response {
  if (status < 200 || status > 599) {
    throw new WicketgateError('bad_answer', `The gateway answered with the status ${status}, which is none.`);
  }
  const type = headers.get('content-type');
  const bodiless = status === 204 || status === 205 || status === 304;
  return new Response(bodiless ? null : text, { status, headers: type === null ? {} : { 'content-type': type } });
}

function failureOf(error: unknown, answer: ArrivedAnswer, hide: (text: string) => string): WicketgateError {
  const { status } = answer;
  if (status >= 200 && status <= 299) {
    const message = 'The gateway answered with something else than it should. Check the URL of the gateway.';
    return new WicketgateError('bad_answer', message, { status });
  }
  if (!(error instanceof ResponseBodyError)) return refusalOf({ ...answer, text: hide(answer.text) });
  const retryAfterMs = parseRetryAfter(answer.headers.get('retry-after'), answer.at);
  const details = { status, retryAfterMs };
  const passing = new WicketgateError(
    'unavailable',
    'The gateway gives no tokens right now. Try again later.',
    details,
  );
  if (isPassing(passing)) return status === 429 ? tooMany(details) : passing;
  const code = /^[\w.:-]{1,64}$/.test(error.error) ? error.error : 'unknown_error';
  return new SignInRefusedError(code, refusalText(code, printable(hide(error.error_description ?? ''))), details);
}

function tooMany(details: { readonly status: number; readonly retryAfterMs: number | undefined }): WicketgateError {
  return new WicketgateError('too_many_requests', 'The gateway was asked too often. Try again later.', details);
}

function refusalText(code: string, description: string | undefined): string {
  if (code === 'access_denied') return `The sign-in was denied${description === undefined ? '.' : `: ${description}`}`;
  if (code === 'expired_token') return 'The code has expired. Ask for a new one.';
  return `The gateway refused the sign-in (${code})${description === undefined ? '.' : `: ${description}`}`;
}

function hiderOf(sent: URLSearchParams | undefined): (text: string) => string {
  const values = HIDDEN.flatMap((name) => sent?.getAll(name) ?? []).filter(({ length }) => length >= SHORTEST_HIDDEN);
  return (text) => values.reduce((shown, value) => shown.replaceAll(value, '[redacted]'), text);
}
