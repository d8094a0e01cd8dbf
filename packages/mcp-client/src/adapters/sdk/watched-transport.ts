import type { JSONRPCMessage, MessageExtraInfo, Transport, TransportSendOptions } from '@modelcontextprotocol/client';
import { McpError } from '../../words/errors.ts';
import type { ListMember } from '../../rules/session/listing.ts';
import type { JsonObject } from '../../words/tool.ts';
import { listedBy } from './list-methods.ts';

export type MessageId = string | number;

const CONNECTION_CLOSED = -32_000;

/**
 * Stands between the SDK's client and its transport, and mends what would leave a call hanging or cost a server all of its
 * tools:
 * - a stream that ends without its answer ends the call;
 * - a call that was cancelled gives up its stream, also with servers of before 2026, which may never end it;
 * - a listing is taken past the SDK's schemas, which refuse a whole page for one broken entry.
 */
export class WatchedTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage, extra?: MessageExtraInfo) => void;
  readonly #inner: Transport;
  readonly #listings = new Map<MessageId, ListMember>();
  readonly #streams = new Map<MessageId, AbortController>();
  readonly #pages = new WeakMap<readonly unknown[], JsonObject>();
  #inputRounds = 0;
  #isClosing = false;
  #endedFirst = false;

  constructor(inner: Transport) {
    this.#inner = inner;
    const { onclose, onerror } = inner;
    inner.onclose = () => {
      this.#endedFirst ||= !this.#isClosing;
      onclose?.();
      this.onclose?.();
    };
    inner.onerror = (error) => {
      onerror?.(error);
      this.onerror?.(error);
    };
    inner.onmessage = (message, extra) => this.#receive(message, extra);
  }

  get sessionId(): string | undefined {
    return this.#inner.sessionId;
  }

  get hasPerRequestStream(): boolean {
    return this.#inner.hasPerRequestStream ?? false;
  }

  start(): Promise<void> {
    return this.#inner.start();
  }

  close(): Promise<void> {
    this.#isClosing = true;
    return this.#inner.close();
  }

  /** Answers so far that asked for input: the request of each was taken, and is sent again with what was asked for. */
  get inputRounds(): number {
    return this.#inputRounds;
  }

  /** Whether the other side ended the connection before this one did. */
  get endedFirst(): boolean {
    return this.#endedFirst;
  }

  setProtocolVersion(version: string): void {
    this.#inner.setProtocolVersion?.(version);
  }

  setSupportedProtocolVersions(versions: string[]): void {
    this.#inner.setSupportedProtocolVersions?.(versions);
  }

  /** A page of a listing as it came, in the place of which the SDK was given one with these entries. */
  pageOf(entries: readonly unknown[]): JsonObject | undefined {
    return this.#pages.get(entries);
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if (!('method' in message && 'id' in message)) {
      await this.#inner.send(message, options);
      if ('method' in message && message.method === 'notifications/cancelled') this.#endCancelled(message.params);
      return;
    }
    const member = listedBy(message.method);
    if (member !== undefined) this.#listings.set(message.id, member);
    if (!this.hasPerRequestStream) return this.#inner.send(message, options);
    return this.#sendStreaming(message.id, message, options);
  }

  async #sendStreaming(
    id: MessageId,
    message: JSONRPCMessage,
    options: TransportSendOptions | undefined,
  ): Promise<void> {
    const streamEnded =
      options?.onRequestStreamEnd ?? (() => this.fail(id, new McpError('connection_lost', 'The answer broke off.')));
    const requestSignal = options?.requestSignal ?? this.#streamSignal(id);
    try {
      await this.#inner.send(message, { ...options, requestSignal, onRequestStreamEnd: streamEnded });
    } catch (error) {
      this.#forget(id);
      throw error;
    }
  }

  #streamSignal(id: MessageId): AbortSignal {
    const controller = new AbortController();
    this.#streams.set(id, controller);
    return controller.signal;
  }

  #endCancelled(params: Readonly<Record<string, unknown>> | undefined): void {
    const id = params?.['requestId'];
    if (typeof id !== 'string' && typeof id !== 'number') return;
    this.#streams.get(id)?.abort();
    this.#forget(id);
  }

  /** Ends a request in the place of the server. The error stands in `data`, where nothing from the wire can be one of ours. */
  fail(id: MessageId, data: McpError): void {
    this.#forget(id);
    this.onmessage?.({ jsonrpc: '2.0', id, error: { code: CONNECTION_CLOSED, message: data.message, data } });
  }

  #forget(id: MessageId): void {
    this.#streams.delete(id);
    this.#listings.delete(id);
  }

  #receive(message: JSONRPCMessage, extra: MessageExtraInfo | undefined): void {
    this.onmessage?.(this.#withoutPage(message), extra);
  }

  #withoutPage(message: JSONRPCMessage): JSONRPCMessage {
    if ('method' in message || message.id === undefined) return message;
    const member = this.#listings.get(message.id);
    this.#forget(message.id);
    if ('result' in message && message.result['resultType'] === 'input_required') this.#inputRounds++;
    if (member === undefined || !('result' in message)) return message;
    const { result } = message;
    if (!Array.isArray(result[member])) return message;
    const none: unknown[] = [];
    this.#pages.set(none, result);
    const page = { resultType: result['resultType'], [member]: none, ttlMs: 0, cacheScope: 'private' };
    return { ...message, result: page };
  }
}

/** The same for a server that runs as a process: the SDK knows one by these members, and takes its silence for an old server's. */
export class WatchedProcessTransport extends WatchedTransport {
  readonly stderr = null;
  readonly pid = null;
}
