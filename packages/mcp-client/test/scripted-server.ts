import type {
  ConnectOptions,
  Connector,
  ServerConnection,
  ToolListing,
  WireCall,
  WireQuestion,
  WireResult,
} from '../src/ports/server-connection.ts';
import { McpError } from '../src/words/errors.ts';
import type { Negotiated } from '../src/words/negotiated.ts';
import type { OfferKind } from '../src/words/offers.ts';
import type { JsonObject, ToolDefinition } from '../src/words/tool.ts';

/** A server that does as a test says, without a network. */
export interface ScriptedServer {
  readonly connector: Connector;
  /** What it lists; set anew to change it. Entries may be anything. */
  tools: readonly unknown[];
  ttlMs: number | undefined;
  cacheScope: ToolListing['cacheScope'];
  /** What it does about a listing before it answers; throws to fail. */
  onList: () => void | Promise<void>;
  /** What it does about connecting. */
  onConnect: (options: ConnectOptions) => void | Promise<void>;
  answer: (call: WireCall, signal: AbortSignal | undefined) => WireResult | Promise<WireResult>;
  /** What it lists besides tools; a list that is not there it does not have. Set anew to change it. */
  offers: Partial<Record<OfferKind, readonly unknown[]>>;
  /** What it does about a list of these before it answers; throws to fail. */
  onListOffers: (kind: OfferKind) => void | Promise<void>;
  /** How it answers a question; undefined for one that it does not take. */
  questions: Partial<Record<WireQuestion['method'], (params: JsonObject) => JsonObject>>;
  /** Kinds of lists and methods of questions that it was asked for, with their parameters. */
  readonly questioned: (readonly [what: string, params?: JsonObject])[];
  readonly calls: WireCall[];
  /** Times it was connected to, listed and pinged. */
  readonly asked: { connects: number; lists: number; pings: number };
  /** Says that its tools changed. */
  changed(): void;
  /** Says that its resources or prompts changed. */
  offersChanged(what: 'resources' | 'prompts'): void;
  /** How many of its connections are open. */
  readonly open: number;
}

export const negotiated: Negotiated = {
  era: 'legacy',
  protocolVersion: '2025-11-25',
  serverInfo: { name: 'scripted', version: '1.0.0', title: 'Scripted' },
  instructions: 'Does as it is told. And more.',
  discover: undefined,
};

export function tool(name: string, more: Partial<ToolDefinition> = {}): ToolDefinition {
  return { name, description: `Does the work of ${name}.`, inputSchema: { type: 'object' }, ...more };
}

export function text(value: string): WireResult {
  return { content: [{ type: 'text', text: value }] };
}

export function createScriptedServer(tools: readonly unknown[] = [tool('echo')]): ScriptedServer {
  const told = new Set<ConnectOptions>();
  const server: ScriptedServer = {
    tools,
    ttlMs: undefined,
    cacheScope: 'private',
    onList: () => undefined,
    onConnect: () => undefined,
    answer: ({ name }) => text(name),
    offers: {},
    onListOffers: () => undefined,
    questions: {},
    questioned: [],
    calls: [],
    asked: { connects: 0, lists: 0, pings: 0 },
    changed: () => told.forEach(({ onToolsChanged }) => onToolsChanged()),
    offersChanged: (what) => told.forEach(({ onOffersChanged }) => onOffersChanged?.(what)),
    get open() {
      return told.size;
    },
    connector: {
      connect: async (options) => {
        server.asked.connects++;
        await server.onConnect(options);
        told.add(options);
        return connectionTo(server, () => told.delete(options));
      },
    },
  };
  return server;
}

function connectionTo(server: ScriptedServer, end: () => void): ServerConnection {
  const ending = new AbortController();
  const untilClosed = new Promise<never>((_, reject) => {
    ending.signal.addEventListener('abort', () => reject(new McpError('connection_lost', 'The connection ended.')));
  });
  untilClosed.catch(() => undefined);
  return {
    negotiated,
    listTools: async () => {
      server.asked.lists++;
      const tools = server.tools as readonly ToolDefinition[];
      await Promise.race([server.onList(), untilClosed]);
      return { tools, ttlMs: server.ttlMs, cacheScope: server.cacheScope };
    },
    callTool: async (call, { signal }) => {
      server.calls.push(call);
      return Promise.race([server.answer(call, signal), untilClosed]);
    },
    has: (what) => what in server.offers || what in server.questions,
    listOffers: async (kind) => {
      server.questioned.push([kind]);
      await server.onListOffers(kind);
      return server.offers[kind] ?? [];
    },
    ask: ({ method, params }) => {
      server.questioned.push([method, params]);
      return Promise.resolve(server.questions[method]?.(params) ?? {});
    },
    ping: () => {
      server.asked.pings++;
      return Promise.resolve();
    },
    close: () => {
      ending.abort();
      end();
      return Promise.resolve();
    },
  };
}
