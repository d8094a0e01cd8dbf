import type { AnswerOf, Endpoint, RequestOf } from '@wicketgate/contract';
import { readAnswer } from '../rules/answer.ts';
import { endpointRequest } from '../rules/endpoint-request.ts';
import { isSendable } from '../rules/presented-key.ts';
import { retryDelay } from '../rules/retry.ts';
import { WicketgateError, type WicketgateErrorDetails } from '../words/errors.ts';
import type { Secret } from '../words/secret.ts';
import { attempt, headersOf } from './attempt.ts';
import { type HttpClientOptions, type HttpSettings, httpSettings } from './http-options.ts';
import { withTimeLimit } from './time-limit.ts';

const SHORTEST_KEY = 8;

export interface CallOptions {
  /** Ends the call with the code `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** The key. Sent to endpoints that want one, and to no other. */
  readonly credential?: Secret | undefined;
  /**
   * Asked for another credential when the answer is a 401, which has done nothing: then the call is made once more, whatever
   * the endpoint, with a new deadline. Undefined, or the same again: the 401 stands. What it throws, the call throws.
   */
  readonly renew?: ((refused: Secret, signal?: AbortSignal) => Promise<Secret | undefined>) | undefined;
}

/** A 401, and the key that it was the answer to. */
export interface Refusal {
  readonly credential: Secret;
  readonly error: WicketgateError;
}

export interface HttpClient {
  /** The base URL, without its last slash. */
  readonly url: string;
  /**
   * Calls an endpoint of the contract. Throws a `WicketgateError` with `attempts`, and with `requestId` and `status` when
   * an answer came.
   */
  call<E extends Endpoint>(endpoint: E, request: RequestOf<E>, options?: CallOptions): Promise<AnswerOf<E>>;
  /** Is told, and waited for, when a call ends with a 401. Answers a function that ends this. */
  onRefusal(listener: (refusal: Refusal) => void | Promise<void>): () => void;
}

/**
 * A typed client of a gateway: time limits, retries with jitter where an endpoint may be repeated, bounded answers, no
 * redirects, coded errors. Throws a TypeError for options it cannot take.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const settings = httpSettings(options);
  const listeners = new Set<(refusal: Refusal) => void | Promise<void>>();
  return {
    url: settings.url,
    async call(endpoint, request, { signal, credential, renew } = {}) {
      const call: Call<typeof endpoint> = { settings, endpoint, request, credential, signal, attempts: 0 };
      try {
        return await answered(call);
      } catch (error) {
        if (!isRefusal(error, call)) throw error;
        const other = renew && (await renewed(renew, call));
        if (other === undefined) return await refuse(listeners, call, error);
        const again = { ...call, credential: other };
        try {
          return await answered(again);
        } catch (final) {
          return await refuse(listeners, again, final);
        }
      }
    },
    onRefusal(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

type Listeners = ReadonlySet<(refusal: Refusal) => void | Promise<void>>;

async function answered<E extends Endpoint>(call: Call<E>): Promise<AnswerOf<E>> {
  try {
    return await withDeadline(call);
  } catch (cause) {
    throw finalError(cause, call);
  }
}

/** Whether the credential was shown, and refused. */
function isRefusal<E extends Endpoint>(error: unknown, { credential, endpoint }: Call<E>): error is WicketgateError {
  const isRefused = WicketgateError.isInstance(error) && error.status === 401;
  return isRefused && credential !== undefined && isShown(endpoint);
}

/** Another credential than the refused one, or undefined. */
async function renewed<E extends Endpoint>(
  renew: NonNullable<CallOptions['renew']>,
  { credential, signal }: Call<E>,
): Promise<Secret | undefined> {
  if (credential === undefined) return undefined;
  const other = await renew(credential, signal);
  return other?.reveal() === credential.reveal() ? undefined : other;
}

/** Tells of a refusal that stands, and throws it; what is no refusal is thrown alone. */
async function refuse<E extends Endpoint>(listeners: Listeners, call: Call<E>, error: unknown): Promise<never> {
  const { credential } = call;
  if (credential !== undefined && isRefusal(error, call)) {
    await Promise.allSettled([...listeners].map(async (listener) => listener({ credential, error })));
  }
  throw error;
}

interface Call<E extends Endpoint> {
  readonly settings: HttpSettings;
  readonly endpoint: E;
  readonly request: RequestOf<E>;
  readonly credential: Secret | undefined;
  readonly signal: AbortSignal | undefined;
  /** Requests sent so far. */
  attempts: number;
}

function withDeadline<E extends Endpoint>(call: Call<E>): Promise<AnswerOf<E>> {
  const { clock, deadlineMs: ms } = call.settings;
  const endsAt = clock.now() + ms;
  const error = () => new WicketgateError('timeout', `The gateway gave no answer within ${ms} ms. Try again later.`);
  return withTimeLimit({ clock, ms, signal: call.signal, error }, (signal) => repeat(call, endsAt, signal));
}

async function repeat<E extends Endpoint>(call: Call<E>, endsAt: number, signal: AbortSignal): Promise<AnswerOf<E>> {
  const { settings, endpoint } = call;
  const credential = isShown(endpoint) ? presentable(call.credential) : undefined;
  const request = endpointRequest(settings.url, endpoint, call.request);
  const { body, ...line } = request;
  const outgoing = {
    ...line,
    headers: headersOf(settings, request, credential),
    ...(body !== undefined && { body }),
    redirect: 'manual' as const,
  };
  for (;;) {
    try {
      call.attempts++;
      return readAnswer(endpoint, await attempt(settings, outgoing, signal));
    } catch (error) {
      signal.throwIfAborted();
      if (!WicketgateError.isInstance(error) || !endpoint.repeatable) throw error;
      const remainingMs = endsAt - settings.clock.now();
      const { retries, random } = settings;
      const delay = retryDelay(error, { attempts: call.attempts, retries, remainingMs, random });
      if (delay === undefined) throw error;
      settings.logger?.debug(
        { endpoint: endpoint.name, attempt: call.attempts, code: error.code, delay_ms: Math.round(delay) },
        'retrying',
      );
      await settings.clock.sleep(delay, signal);
    }
  }
}

/** Whether an endpoint is shown the key. A 401 of one that is not, as from a proxy, says nothing against the key. */
function isShown({ access }: Endpoint): boolean {
  return access !== 'public';
}

function presentable(credential: Secret | undefined): Secret {
  if (credential === undefined) throw new WicketgateError('missing_credentials', 'This call needs an API key.');
  if (isSendable(credential.reveal())) return credential;
  throw new WicketgateError('malformed_key', 'The API key holds characters that no key has, or is far too long.');
}

/** The error of a whole call: what went wrong last, and how often it was tried. Never what key was shown. */
function finalError<E extends Endpoint>(cause: unknown, { signal, attempts, credential }: Call<E>): WicketgateError {
  if (signal?.aborted) {
    return new WicketgateError('aborted', 'The call was ended by its caller.', { cause: signal.reason, attempts });
  }
  if (!WicketgateError.isInstance(cause)) throw cause;
  const { code, requestId, status, retryAfterMs } = cause;
  const hide = hiderOf(credential);
  const errors = cause.errors?.map(({ field, message }) => ({ field: hide(field), message: hide(message) }));
  const details: WicketgateErrorDetails = { requestId, status, retryAfterMs, errors, attempts };
  return new WicketgateError(
    code,
    hide(cause.message),
    cause.cause === undefined ? details : { ...details, cause: cause.cause },
  );
}

/** Whoever answers may repeat what it was sent. A text too short for a key would only spoil the sentence. */
function hiderOf(credential: Secret | undefined): (text: string) => string {
  const key = credential?.reveal() ?? '';
  return (text) => (key.length < SHORTEST_KEY ? text : text.replaceAll(key, () => String(credential)));
}
