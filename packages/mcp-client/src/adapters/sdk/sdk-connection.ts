import type { Client, RequestOptions, ServerCapabilities } from '@modelcontextprotocol/client';
import type { Logger } from '@wicketgate/core';
import type {
  ServerConnection,
  WireCall,
  WireCallOptions,
  WireQuestion,
  WireResult,
} from '../../ports/server-connection.ts';
import { type HeaderParameter, headerParameters, parameterHeaders } from '../../rules/session/header-parameters.ts';
import { McpError } from '../../words/errors.ts';
import type { Negotiated } from '../../words/negotiated.ts';
import type { OfferKind } from '../../words/offers.ts';
import type { JsonObject, ToolDefinition } from '../../words/tool.ts';
import type { CallLimit, CallLimits } from './call-limit.ts';
import type { Deadlines } from './deadlines.ts';
import { ANY_OBJECT, fetchPages } from './list-pages.ts';
import { toMcpError } from './to-mcp-error.ts';
import { fetchListing } from './tool-listing.ts';
import type { WatchedTransport } from './watched-transport.ts';

export interface SdkConnectionParts {
  readonly client: Client;
  readonly transport: WatchedTransport;
  readonly negotiated: Negotiated;
  readonly logger: Logger | undefined;
  readonly deadlines: Deadlines;
  /** Parameters go into headers on Streamable HTTP of 2026-07-28 (SEP-2243). */
  readonly sendsHeaders: boolean;
  /** Why the connection ended, where that is known. */
  readonly ending: () => Error | undefined;
  /** A request was answered. */
  readonly onAnswer: () => void;
  readonly onToolsChanged: () => void;
  /** Ends session, streams and process; may be called twice. */
  readonly close: () => Promise<void>;
}

/** Our clock ends calls; the SDK's own timers are set as far off as they go. */
export const NEVER_MS = 2 ** 31 - 1;
const HEADER_MISMATCH = -32_020;
const NONE: readonly HeaderParameter[] = [];

/** What a server must say that it has, to be asked for it. */
const NEEDED: Readonly<Record<OfferKind | WireQuestion['method'], keyof ServerCapabilities>> = {
  resources: 'resources',
  resourceTemplates: 'resources',
  prompts: 'prompts',
  'resources/read': 'resources',
  'prompts/get': 'prompts',
  'completion/complete': 'completions',
};

export function sdkConnection(parts: SdkConnectionParts): ServerConnection {
  return new SdkConnection(parts);
}

interface ListingLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

class SdkConnection implements ServerConnection {
  readonly #parts: SdkConnectionParts;
  readonly #headers = new WeakMap<ToolDefinition, readonly HeaderParameter[]>();

  constructor(parts: SdkConnectionParts) {
    this.#parts = parts;
  }

  get negotiated(): Negotiated {
    return this.#parts.negotiated;
  }

  async callTool(call: WireCall, options: WireCallOptions): Promise<WireResult> {
    const { client } = this.#parts;
    const { name, meta, definition } = call;
    const params = { name, arguments: call.arguments, ...(meta && { _meta: meta }) };
    const parameters = this.#parts.sendsHeaders && definition ? this.#parametersOf(definition) : NONE;
    const headers = parameters.length === 0 ? undefined : parameterHeaders(parameters, call.arguments);
    return this.#limited(options, (limit) => {
      const sending = sendingOf(limit, options);
      const request = { method: 'tools/call' as const, params };
      return client.request(request, headers ? { ...sending, headers } : sending);
    });
  }

  has(what: keyof typeof NEEDED): boolean {
    return this.#parts.client.getServerCapabilities()?.[NEEDED[what]] !== undefined;
  }

  async ask({ method, params }: WireQuestion, options: WireCallOptions): Promise<JsonObject> {
    const { client } = this.#parts;
    return this.#limited(options, (limit) => client.request({ method, params }, ANY_OBJECT, sendingOf(limit, options)));
  }

  async listOffers(kind: OfferKind, { timeoutMs, signal }: ListingLimits): Promise<readonly unknown[]> {
    const { client, transport } = this.#parts;
    return this.#limited({ timeoutMs, totalTimeoutMs: timeoutMs, signal }, async (limit) => {
      const options = { signal: limit.signal, timeout: NEVER_MS };
      return (await fetchPages({ client, transport, options }, kind)).entries;
    });
  }

  async listTools({ timeoutMs, signal }: ListingLimits) {
    const { client, transport, logger, sendsHeaders } = this.#parts;
    // The SDK would write to the console about a server without tools.
    if (!client.getServerCapabilities()?.tools) return { tools: [], ttlMs: undefined, cacheScope: 'private' as const };
    return this.#limited({ timeoutMs, totalTimeoutMs: timeoutMs, signal }, (limit) => {
      const options = { signal: limit.signal, timeout: NEVER_MS };
      return fetchListing({ client, transport, options, logger, checkHeaders: sendsHeaders });
    });
  }

  async ping({ timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined }): Promise<void> {
    const { client, negotiated } = this.#parts;
    await this.#limited({ timeoutMs, totalTimeoutMs: timeoutMs, signal }, (limit) => {
      const options = { signal: limit.signal, timeout: NEVER_MS };
      // 2026-07-28 has no ping.
      return negotiated.era === 'modern' ? client.discover(options) : client.ping(options);
    });
  }

  close(): Promise<void> {
    return this.#parts.close();
  }

  async #limited<Value>(limits: CallLimits, work: (limit: CallLimit) => Promise<Value>): Promise<Value> {
    const { deadlines, transport } = this.#parts;
    const limit = deadlines.start(limits);
    const rounds = transport.inputRounds;
    try {
      const value = await work(limit);
      this.#parts.onAnswer();
      return value;
    } catch (error) {
      const failure = this.#failure(error, limit, limits);
      // A round of it may have been taken before the one that could not be sent.
      throw rounds === transport.inputRounds ? failure : maybeSent(failure);
    } finally {
      limit.release();
    }
  }

  #failure(cause: unknown, { ended }: CallLimit, { timeoutMs, totalTimeoutMs, signal }: CallLimits): McpError {
    if (ended === 'caller') return new McpError('aborted', 'The caller ended this.', { cause: signal?.reason });
    if (ended === 'timeout') {
      const limits =
        timeoutMs < totalTimeoutMs ? `${timeoutMs} ms, or ${totalTimeoutMs} ms in all` : `${totalTimeoutMs} ms`;
      return new McpError('timeout', `The server gave no answer within ${limits}.`, { cause });
    }
    if (ended === 'closed') return new McpError('closed', 'The connection was closed.', { cause });
    const hasSession = this.#parts.transport.sessionId !== undefined;
    const error = toMcpError(cause, { doing: 'request', hasSession, ending: this.#parts.ending() });
    // The server has another definition of the tool than the one that the headers were made by.
    if (error.rpcCode === HEADER_MISMATCH) this.#parts.onToolsChanged();
    return error;
  }

  #parametersOf(definition: ToolDefinition): readonly HeaderParameter[] {
    const known = this.#headers.get(definition);
    if (known) return known;
    const found = headerParameters(definition.inputSchema);
    const parameters = typeof found === 'string' ? NONE : found;
    this.#headers.set(definition, parameters);
    return parameters;
  }
}

function sendingOf(limit: CallLimit, { onProgress }: WireCallOptions): RequestOptions {
  const onprogress: RequestOptions['onprogress'] = (note) => {
    limit.touch();
    onProgress?.(note);
  };
  return { signal: limit.signal, timeout: NEVER_MS, onprogress };
}

/** The error without a claim that nothing was sent. */
function maybeSent(error: McpError): McpError {
  if (error.attempts !== 0) return error;
  const { code, message, cause, status, rpcCode, retryAfterMs } = error;
  return new McpError(code, message, { cause, status, rpcCode, retryAfterMs });
}
