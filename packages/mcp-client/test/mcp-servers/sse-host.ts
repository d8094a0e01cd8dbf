import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JSONRPCMessage, McpServer, Transport } from '@modelcontextprotocol/server';
import { parseJSONRPCMessage } from '@modelcontextprotocol/server';

/** A server of the transport of 2024-11-05: the SDK has only its client half. */
export interface SseHost {
  readonly url: string;
  readonly methods: string[];
  /** Answers the next requests that are posted with this status. */
  refusal: number | undefined;
  /** Ends every stream. */
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
}

export async function startSseHost(server: () => McpServer): Promise<SseHost> {
  const streams = new Map<string, SseTransport>();
  const listener = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const id = new URL(incoming.url ?? '', 'http://host').searchParams.get('session');
    if (id === null) {
      const session = String(streams.size + 1);
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
      const transport = new SseTransport(outgoing);
      streams.set(session, transport);
      await server().connect(transport);
      outgoing.write(`event: endpoint\ndata: /messages?session=${session}\n\n`);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const message = parseJSONRPCMessage(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    if ('method' in message) host.methods.push(message.method);
    outgoing.writeHead(host.refusal ?? 202).end();
    if (host.refusal === undefined) streams.get(id)?.onmessage?.(message);
  };
  const http = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const host: SseHost = {
    url: `http://127.0.0.1:${port}/sse`,
    methods: [],
    refusal: undefined,
    cut: () => {
      for (const stream of streams.values()) stream.cut();
    },
    stop: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return host;
}

class SseTransport implements Transport {
  onmessage?: (message: JSONRPCMessage) => void;
  onclose?: () => void;
  readonly #stream: ServerResponse;

  constructor(stream: ServerResponse) {
    this.#stream = stream;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  send(message: JSONRPCMessage): Promise<void> {
    this.#stream.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
    return Promise.resolve();
  }

  cut(): void {
    this.#stream.destroy();
  }

  close(): Promise<void> {
    this.#stream.end();
    this.onclose?.();
    return Promise.resolve();
  }
}
