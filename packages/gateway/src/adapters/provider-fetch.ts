import { type Clock, type Fetch, type FetchAnswer, isLoopbackHost } from '@wicketgate/core';

/** A request to a provider that got no whole answer. The message never holds more of the address than its host. */
export class ProviderUnreachable extends Error {
  override readonly name = 'ProviderUnreachable';
}

/** `fetch` for libraries that want the platform's shape of it. */
export type WebFetch = (url: string, init: WebFetchInit) => Promise<Response>;

export interface WebFetchInit {
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
}

export interface ProviderFetchOptions {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Milliseconds for a request and its whole answer; default 10,000. */
  readonly timeoutMs?: number;
  /** Bytes of an answer at most, after decompression; default 524,288. */
  readonly maxBytes?: number;
}

/** Headers of an answer that somebody reads. */
const KEPT_HEADERS = ['content-type', 'www-authenticate'] as const;

/**
 * Asks a provider: https alone (http on loopback), no redirect is followed, so that a provider's answer cannot send a
 * secret elsewhere, and neither a slow nor an endless answer holds the gateway up. Throws `ProviderUnreachable`.
 */
export function createProviderFetch(options: ProviderFetchOptions): WebFetch {
  const { fetch, clock, timeoutMs = 10_000, maxBytes = 512 * 1_024 } = options;
  return async (address, { method = 'GET', headers = {}, body }) => {
    const url = new URL(address);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackHost(url.hostname))) {
      throw new ProviderUnreachable(`${url.host} must be reached over https.`);
    }
    const limit = new AbortController();
    const ended = new AbortController();
    clock.sleep(timeoutMs, ended.signal).then(
      () => {
        limit.abort(new ProviderUnreachable(`${url.host} did not answer within ${timeoutMs} ms.`));
      },
      () => undefined,
    );
    try {
      const init = { method, headers: { ...headers }, redirect: 'manual', signal: limit.signal } as const;
      const text = body === undefined || body === null ? {} : { body: textOf(body) };
      return await Promise.race([readWhole(fetch(address, { ...init, ...text }), maxBytes), ends(limit.signal)]);
    } catch (cause) {
      limit.abort(cause);
      if (cause instanceof ProviderUnreachable) throw cause;
      throw new ProviderUnreachable(`${url.host} could not be reached.`, { cause });
    } finally {
      ended.abort();
    }
  };
}

async function readWhole(asked: Promise<FetchAnswer>, maxBytes: number): Promise<Response> {
  const answer = await asked;
  const headers = new Headers();
  for (const name of KEPT_HEADERS) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const text = await readText(answer, maxBytes);
  // A status that no Response can be made with (1xx, 0 of an opaque redirect) is no answer either.
  if (answer.status < 200 || answer.status > 599)
    throw new ProviderUnreachable(`The status ${answer.status} came back.`);
  return new Response(NO_BODY.has(answer.status) ? null : text, { status: answer.status, headers });
}

const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

async function readText({ body }: FetchAnswer, maxBytes: number): Promise<string> {
  if (body === null) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; ;) {
    const { done, value } = await reader.read();
    if (done || value === undefined) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel().catch(() => undefined);
      throw new ProviderUnreachable(`The answer is larger than ${maxBytes} bytes.`);
    }
    text += decoder.decode(value, { stream: true });
  }
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new TypeError('A request to a provider has a text or a form for its body.');
}

function ends(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener(
      'abort',
      () => {
        reject(signal.reason as Error);
      },
      { once: true },
    );
  });
}
