import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  type McpServer,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';

/** A request as the host saw it. */
export interface SeenRequest {
  /** Of HTTP. */
  readonly verb: string;
  /** Of JSON-RPC; undefined when the body was none. */
  readonly method: string | undefined;
  readonly headers: IncomingMessage['headers'];
}

/** Answers a request in the place of the server; true when it did. */
export type Interception = (seen: SeenRequest, response: ServerResponse) => boolean | Promise<boolean>;

export interface HttpHostOptions {
  /** `modern`: 2026-07-28 alone. `legacy`: sessions alone, as servers of 2025 have them. `both`: as the SDK's handler does. */
  readonly era: 'modern' | 'legacy' | 'both';
  readonly server: () => McpServer;
  readonly intercept?: Interception;
}

/** A server of the SDK on a real socket of 127.0.0.1. */
export interface HttpHost {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** Methods of the requests of JSON-RPC, in order. */
  readonly methods: () => string[];
  /** Set anew to change what is intercepted. */
  intercept: Interception | undefined;
  era: HttpHostOptions['era'];
  /** Tells clients that the tools changed. */
  readonly toolsChanged: () => Promise<void>;
  /** The same of the resources. */
  readonly resourcesChanged: () => Promise<void>;
  /** Connections that are open. */
  readonly sockets: () => Promise<number>;
  /** Forgets every session, as a restart does. */
  readonly forget: () => void;
  /** Cuts every connection. */
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
}

type Handler = (request: Request) => Promise<Response>;

export async function startHttpHost(options: HttpHostOptions): Promise<HttpHost> {
  const modern = createMcpHandler(() => options.server(), { legacy: 'reject', keepAliveMs: 0 });
  const both = createMcpHandler(() => options.server(), { keepAliveMs: 0 });
  const sessions = new LegacySessions(options.server);
  const seen: SeenRequest[] = [];
  const handlers: Record<HttpHostOptions['era'], Handler> = {
    modern: (request) => modern.fetch(request),
    both: (request) => both.fetch(request),
    legacy: (request) => sessions.fetch(request),
  };
  const listener = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const request = { verb: incoming.method ?? '', method: methodOf(body), headers: incoming.headers };
    seen.push(request);
    if (await host.intercept?.(request, outgoing)) return;
    const handle = toNodeHandler({ fetch: handlers[host.era] });
    const node = incoming as Parameters<typeof handle>[0];
    await handle(node, outgoing, body === '' ? undefined : JSON.parse(body));
  };
  const server: Server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host: HttpHost = {
    url: `http://127.0.0.1:${port}/mcp`,
    seen,
    methods: () => seen.flatMap(({ method }) => method ?? []),
    intercept: options.intercept,
    era: options.era,
    toolsChanged: async () => {
      modern.notify.toolsChanged();
      both.notify.toolsChanged();
      await sessions.tell((server) => server.server.sendToolListChanged());
    },
    resourcesChanged: async () => {
      modern.notify.resourcesChanged();
      both.notify.resourcesChanged();
      await sessions.tell((server) => server.server.sendResourceListChanged());
    },
    sockets: () => new Promise((resolve) => server.getConnections((_, count) => resolve(count))),
    forget: () => sessions.forget(),
    cut: () => server.closeAllConnections(),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return host;
}

function methodOf(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { method?: string }).method;
  } catch {
    return undefined;
  }
}

/** Servers with sessions, as those of before 2026 are. */
class LegacySessions {
  readonly #server: () => McpServer;
  readonly #sessions = new Map<string, { transport: WebStandardStreamableHTTPServerTransport; server: McpServer }>();

  constructor(server: () => McpServer) {
    this.#server = server;
  }

  async fetch(request: Request): Promise<Response> {
    const id = request.headers.get('mcp-session-id');
    if (id !== null) {
      const session = this.#sessions.get(id);
      return session ? session.transport.handleRequest(request) : refusal(404, -32_001, 'Session not found');
    }
    const body = (await request.clone().json()) as { method?: string };
    if (body.method !== 'initialize') return refusal(400, -32_000, 'Bad Request: no session');
    const server = this.#server();
    const transport: WebStandardStreamableHTTPServerTransport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (session) => void this.#sessions.set(session, { transport, server }),
      onsessionclosed: (session) => void this.#sessions.delete(session),
    });
    await server.connect(transport);
    return transport.handleRequest(request);
  }

  async tell(send: (server: McpServer) => Promise<void>): Promise<void> {
    for (const { server } of this.#sessions.values()) await send(server);
  }

  forget(): void {
    this.#sessions.clear();
  }
}

function refusal(status: number, code: number, message: string): Response {
  return Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status });
}
