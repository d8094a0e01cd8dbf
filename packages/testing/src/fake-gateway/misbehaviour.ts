import { type ErrorCode, ERRORS, type OAuthErrorCode } from '@wicketgate/contract';
import { jsonAnswer, problemAnswer } from './answers.ts';
import { refusalAnswer } from './sign-in/oauth-refusal.ts';

/** How a gateway, or what stands between, can fail a client. */
export type Misbehaviour =
  /** A problem document of this code. */
  | { readonly code: ErrorCode; readonly retryAfterSeconds?: number }
  /** An error of an OAuth endpoint. */
  | { readonly oauth: OAuthErrorCode; readonly retryAfterSeconds?: number }
  /** This status with any headers and body, as from a proxy. */
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** The connection fails: `fetch` rejects with a TypeError. */
  | 'network'
  /** No answer until the caller gives up. */
  | 'hang'
  /** The head of an answer, and then nothing until the caller gives up. */
  | 'stall'
  /** 200 with a page in HTML, as a captive portal answers. */
  | 'html'
  /** 200 with `{"valid": false}`. */
  | 'valid-false'
  /** 200 with `{"valid": true}` and nothing else. */
  | 'missing-members'
  /** 302 to another origin. */
  | 'redirect'
  /** 200 with JSON that breaks off. */
  | 'truncate'
  /** 200 with 64 MiB of JSON, made as they are read. */
  | 'huge'
  /** 200 with no body. */
  | 'empty'
  /** 418 with a problem document of a code that nobody knows. */
  | 'unknown-code'
  /** A right answer whose receipt is signed with a key that is not published. */
  | 'forged-receipt';

const CHUNK = new TextEncoder().encode('a'.repeat(64 * 1024));
const CHUNKS = 1024;

/** The answer of a misbehaving gateway. `forged-receipt` is none: it is made where receipts are. */
export function misbehave(
  how: Exclude<Misbehaviour, 'forged-receipt'>,
  request: Request,
  requestId: string,
): Promise<Response> | Response {
  if (typeof how === 'object') {
    if ('oauth' in how) return oauthRefusal(how);
    return 'code' in how ? problem(how, requestId) : plain(how);
  }
  switch (how) {
    case 'network':
      return Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:1') }));
    case 'hang':
      return untilAborted(request.signal);
    case 'stall':
      return json(stalling(request.signal));
    case 'html':
      return plain({
        status: 200,
        headers: { 'Content-Type': 'text/html' },
        body: '<!doctype html><title>Sign in</title>',
      });
    case 'valid-false':
      return jsonAnswer(200, { valid: false });
    case 'missing-members':
      return jsonAnswer(200, { valid: true });
    case 'redirect':
      return plain({ status: 302, headers: { Location: 'https://elsewhere.example.com/' } });
    case 'truncate':
      return json('{"valid":true,"key":{"id":"00000');
    case 'huge':
      return json(huge());
    case 'empty':
      return json('');
    case 'unknown-code':
      return unknownCode(requestId);
  }
}

function oauthRefusal({ oauth, retryAfterSeconds }: Extract<Misbehaviour, { readonly oauth: unknown }>): Response {
  const headers = retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) };
  return refusalAnswer(oauth, 'The test wants it so.', headers);
}

function problem(how: { readonly code: ErrorCode; readonly retryAfterSeconds?: number }, requestId: string): Response {
  const challenge = ERRORS[how.code].status === 401 && { 'WWW-Authenticate': 'Bearer realm="wicketgate"' };
  return problemAnswer(how.code, requestId, {
    ...(how.retryAfterSeconds !== undefined && { retryAfterSeconds: how.retryAfterSeconds }),
    ...(challenge && { headers: challenge }),
  });
}

function plain(how: { status: number; headers?: Readonly<Record<string, string>>; body?: string }): Response {
  return new Response(how.body ?? null, { status: how.status, headers: how.headers ?? {} });
}

function json(body: BodyInit): Response {
  return new Response(body, { status: 200, headers: { 'Content-Type': 'application/json' } });
}

function unknownCode(requestId: string): Response {
  const document = { type: 'about:blank', title: 'New.', status: 418, detail: 'New.', code: 'from_the_future' };
  return jsonAnswer(418, { ...document, request_id: requestId }, { 'Content-Type': 'application/problem+json' });
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function stalling(signal: AbortSignal): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      await untilAborted(signal).catch((reason: unknown) => {
        controller.error(reason);
      });
    },
  });
}

function huge(): ReadableStream<Uint8Array> {
  let left = CHUNKS;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"valid":true,"padding":"'));
    },
    pull(controller) {
      if (left-- > 0) {
        controller.enqueue(CHUNK);
        return;
      }
      controller.enqueue(new TextEncoder().encode('"}'));
      controller.close();
    },
  });
}
