import { type Clock, parseRetryAfter } from '@wicketgate/core';
import type { ServerFetch } from '../../words/credential.ts';
import { McpError } from '../../words/errors.ts';
import { limitBody, MAX_MESSAGE_BYTES } from './limited-body.ts';
import { networkFailure } from './network-failure.ts';

/** Characters of an error's text that are kept as its cause. */
const KEPT_TEXT = 2_000;
/** Bytes that are read of it: it may be an error of JSON-RPC. */
const MAX_ERROR_BYTES = 64 * 1024;

export interface HttpChannelOptions {
  readonly fetch: ServerFetch;
  readonly clock: Clock;
  /** The server no longer knows the session that it gave (MCP 2025-11-25, Streamable HTTP, session management). */
  readonly onSessionLost: () => void;
  /** The answer to a request was cut off because it was too long. */
  readonly onCut: (id: string | number, error: McpError) => void;
  /**
   * What throws: what the SDK would tell too little of (`unclear`, the default), or every request that is not taken
   * (`posted`), since the transport of 2024 tells of none.
   */
  readonly throws?: 'unclear' | 'posted' | undefined;
  /** Default 16 MB. */
  readonly maxMessageBytes?: number | undefined;
}

/**
 * `fetch` between the SDK's transport and the network. What the SDK throws away is kept: why a request failed, and
 * `Retry-After`. 401 and 403, and what versions are negotiated by, go on to the SDK.
 */
export function httpChannel(options: HttpChannelOptions): ServerFetch {
  const { fetch, onSessionLost, throws = 'unclear', maxMessageBytes = MAX_MESSAGE_BYTES } = options;
  return async (url, init) => {
    const answer = await sent(fetch, url, init);
    if (answer.ok) {
      const onCut = (error: McpError) => onCutOf(init, (id) => options.onCut(id, error));
      return limitBody(answer, { maxBytes: maxMessageBytes, onCut });
    }
    // Its status tells enough when its text is too long.
    const limited = limitBody(answer, { maxBytes: MAX_ERROR_BYTES, onCut: () => undefined });
    if (answer.status === 404 && new Headers(init?.headers).has('mcp-session-id')) onSessionLost();
    const { status } = answer;
    const isThrown = throws === 'posted' ? init?.method === 'POST' && status !== 401 : isUnclear(status);
    if (isThrown) throw await refusal(limited, options.clock.now());
    return limited;
  };
}

async function sent(fetch: ServerFetch, url: string | URL, init: RequestInit | undefined): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw networkFailure(error, init?.signal);
  }
}

function onCutOf(init: RequestInit | undefined, tell: (id: string | number) => void): void {
  if (typeof init?.body !== 'string') return;
  const { id } = JSON.parse(init.body) as { readonly id?: string | number };
  if (id !== undefined) tell(id);
}

function isUnclear(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

async function refusal(answer: Response, now: number): Promise<McpError> {
  const { status } = answer;
  const text = await answer.text().catch(() => '');
  const retryAfterMs = parseRetryAfter(answer.headers.get('retry-after'), now);
  const details = { status, cause: foreignText(text), rpcCode: rpcCodeOf(text), retryAfterMs };
  if (status === 429) return new McpError('throttled', 'The server throttles its callers (status 429).', details);
  if (status === 403) return new McpError('forbidden', 'The server refuses this to the caller (status 403).', details);
  if (status === 404) return new McpError('connection_lost', 'The server no longer knows the session.', details);
  if (status === 408 || (status > 501 && status < 600)) {
    return new McpError('server_unreachable', `The server is not available (status ${status}).`, details);
  }
  return new McpError('server_error', `The server refused the request (status ${status}).`, details);
}

/** What a server wrote, as a cause: it must not stand in a message, where it would be taken for ours. */
export function foreignText(text: unknown): Error | undefined {
  return typeof text === 'string' && text !== '' ? new Error(text.slice(0, KEPT_TEXT)) : undefined;
}

/** Code of the JSON-RPC error that a text is, if it is one. */
export function rpcCodeOf(text: unknown): number | undefined {
  if (typeof text !== 'string' || !text.startsWith('{')) return undefined;
  try {
    const { error } = JSON.parse(text) as { readonly error?: { readonly code?: unknown } };
    return typeof error?.code === 'number' ? error.code : undefined;
  } catch {
    return undefined;
  }
}
