import type { Clock } from '@wicketgate/core';
import { unlessAborted } from '../rules/auth/shared-work.ts';
import type { ServerFetch } from '../words/credential.ts';
import { McpError } from '../words/errors.ts';

/** Metadata and tokens take some kilobytes. */
const MAX_BYTES = 1024 * 1024;
const TIMEOUT_MS = 20_000;

export interface BoundedFetchOptions {
  readonly fetch: ServerFetch;
  readonly clock: Clock;
  /** Asked before each request; false has it refused with `address_not_allowed`. */
  readonly mayAsk: (url: string | URL) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * `fetch` for the requests of a sign-in: each is whole within 20 seconds and holds 1 MB at most. Throws coded errors alone:
 * `server_unreachable`, `timeout`, `bad_answer`, `address_not_allowed`, or the reason of the signal.
 */
export function boundedFetch({ fetch, clock, mayAsk, signal }: BoundedFetchOptions): ServerFetch {
  return async (url, init) => {
    if (!mayAsk(url)) throw notAllowed();
    const ending = new AbortController();
    const end = () => ending.abort(signal?.reason);
    signal?.addEventListener('abort', end, { once: true });
    const settled = new AbortController();
    clock.sleep(TIMEOUT_MS, settled.signal).then(
      () => ending.abort(new McpError('timeout', 'The authorization server did not answer in time. Try again later.')),
      () => undefined,
    );
    try {
      signal?.throwIfAborted();
      return await unlessAborted(whole(fetch, url, { ...init, signal: ending.signal }), ending.signal);
    } finally {
      settled.abort();
      signal?.removeEventListener('abort', end);
    }
  };
}

async function whole(fetch: ServerFetch, url: string | URL, init: RequestInit): Promise<Response> {
  try {
    const { status, headers, body } = await fetch(url, init);
    const bytes = body === null ? undefined : await readAll(body);
    // A new one: a `Response` of another copy of undici is no instance of the platform's.
    return new Response(status === 204 || status === 205 || status === 304 ? null : bytes, { status, headers });
  } catch (cause) {
    if (McpError.isInstance(cause)) throw cause;
    throw new McpError('server_unreachable', 'The authorization server cannot be reached. Try again later.', { cause });
  }
}

async function readAll(body: ReadableStream<Uint8Array>): Promise<Blob> {
  const reader = body.getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let bytes = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(pieces);
    bytes += value.byteLength;
    if (bytes > MAX_BYTES) {
      await reader.cancel();
      throw new McpError('bad_answer', `The answer of the authorization server is larger than ${MAX_BYTES} bytes.`);
    }
    pieces.push(new Uint8Array(value));
  }
}

function notAllowed(): McpError {
  return new McpError(
    'address_not_allowed',
    'The server names an address for its sign-in that is neither https nor on the same machine as the server.',
  );
}
