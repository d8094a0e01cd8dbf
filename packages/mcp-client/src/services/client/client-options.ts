import type { RandomBytes } from '@wicketgate/contract';
import type { Clock, Logger } from '@wicketgate/core';
import type { ConnectorSettings } from '../../adapters/sdk/connector-settings.ts';
import type { CatalogStore } from '../../ports/catalog-store.ts';
import type { NegotiationStore } from '../../ports/negotiation-store.ts';
import type { PinStore } from '../../ports/pin-store.ts';
import type { Connector } from '../../ports/server-connection.ts';
import type { Tracing } from '../../ports/tracing.ts';
import type { ApprovalHook } from '../../words/client-results.ts';
import type { ServerFetch } from '../../words/credential.ts';
import type { Pinning } from '../../words/pinning.ts';
import type { ResultBudget } from '../../words/result-budget.ts';
import type { ServerTarget, StdioServer } from '../../words/server-options.ts';
import type { ServerRequestHandlers } from '../../words/server-requests.ts';
import type { ToolPolicy } from '../../words/tool-policy.ts';
import type { JsonObject } from '../../words/tool.ts';
import type { WordTable } from '../../words/word-table.ts';

/** What may be said of any server. */
export interface ServerSettings {
  /** Milliseconds to connect and to list. 1 to 600,000. Default: the client's. */
  readonly deadlineMs?: number | undefined;
  /** Milliseconds of a call without an answer or progress. 1 to 86,400,000. Default: the client's. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds of a call in all. 1 to 86,400,000. Default: the client's. */
  readonly totalTimeoutMs?: number | undefined;
  /** Requests at once; others wait. 1 to 1,000, default 8. */
  readonly maxParallel?: number | undefined;
  /** Which of its tools are listed and may be called. The client's `tools` must allow them too. Default: all. */
  readonly tools?: ToolPolicy | undefined;
  /**
   * Who its listings are for: any name that stays the same for one person, never stored in clear. Default: the subject of the credential,
   * else the holder that its token names, which is not verified here, else told from what is sent with requests, so that a key that
   * changes begins a new listing.
   */
  readonly principal?: string | undefined;
  /** Arguments for every tool of it that has a parameter of that name. Those of the call win. Default: none. */
  readonly defaultArguments?: JsonObject | undefined;
  /** The same for single tools, by their own names; they win over `defaultArguments`. Default: none. */
  readonly toolArguments?: Readonly<Record<string, JsonObject>> | undefined;
}

/** A server that one connects to oneself: in memory, or by a transport of one's own. */
export interface CustomServer {
  readonly connector: Connector;
  /** What it is known by in stores, whoever asks it. Default: nothing, and its listings and approvals live as long as the client. */
  readonly identity?: string | undefined;
}

export type ServerSpec = (ServerTarget | CustomServer) & ServerSettings;

/** How results are held against the `outputSchema` of their tool. */
export const RESULT_CHECKS = ['error', 'report', 'off'] as const;
export type ResultCheck = (typeof RESULT_CHECKS)[number];

export interface MCPToolClientOptions {
  /** By id: 1 to 64 of `[A-Za-z0-9._-]`. Their order is that of all lists. */
  readonly servers: Readonly<Record<string, ServerSpec>>;
  /** Makes connections to servers of the transport `stdio`: `stdioConnector` of `./node`. Default: none, and they are `unsupported_transport`. */
  readonly stdio?: ((server: StdioServer, settings: ConnectorSettings) => Connector) | undefined;
  /** What this client calls itself. Default: `wicketgate`. */
  readonly clientInfo?: { readonly name: string; readonly version: string; readonly title?: string } | undefined;
  /** What servers may ask of this client. Default: nothing. */
  readonly handlers?: ServerRequestHandlers | undefined;
  /** Which tools are listed and may be called. Default: all. */
  readonly tools?: ToolPolicy | undefined;
  /** Asked before each call of a tool that is allowed. Default: nobody is. */
  readonly approve?: ApprovalHook | undefined;
  /** What is done about tools that are not as they were approved. Default `report`. */
  readonly pinning?: Pinning | undefined;
  /** How much of a result reaches the caller. */
  readonly results?: ResultBudget | undefined;
  /**
   * `error` (default): a result that is not as its tool declares is a `bad_result`. `report`: it is logged. `off`: nobody looks. What
   * would take too long is not checked, and stands in `unchecked` of the result.
   */
  readonly validateResults?: ResultCheck | undefined;
  /** Milliseconds to connect and to list, per server. 1 to 600,000, default 30,000. */
  readonly deadlineMs?: number | undefined;
  /** Milliseconds of a call without an answer or progress. 1 to 86,400,000, default 60,000. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds of a call in all. 1 to 86,400,000, default 600,000. */
  readonly totalTimeoutMs?: number | undefined;
  /** Retries of what is safe to repeat. 0 to 10, default 2. */
  readonly retries?: number | undefined;
  /** Finds words that are near to those that no tool has. Default: none. */
  readonly wordTable?: WordTable | undefined;
  /** Where listings outlive this client. Default: nowhere. */
  readonly catalogStore?: CatalogStore | undefined;
  /** Where approvals outlive this client. Default: nowhere. */
  readonly pinStore?: PinStore | undefined;
  /** Where agreements with servers outlive this client. Default: nowhere. */
  readonly negotiationStore?: NegotiationStore | undefined;
  /** Told of each call: `openTelemetry(api)`. Default: nobody is. */
  readonly tracing?: Tracing | undefined;
  /** Default: the platform's, as it is when the client is made. */
  readonly fetch?: ServerFetch | undefined;
  /** Default: the platform's. */
  readonly clock?: Clock | undefined;
  /** Default: the platform's. */
  readonly random?: RandomBytes | undefined;
  /** Told of retries, dropped tools and stores that do not work. Default: nobody. */
  readonly logger?: Logger | undefined;
}
