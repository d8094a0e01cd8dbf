import type { RandomBytes } from '@wicketgate/contract';
import type { Clock, Logger } from '@wicketgate/core';
import type { FoundTools } from './client-results.ts';
import type { SelectOptions } from './loader-options.ts';
import type { SearchOptions } from './search.ts';
import type { Selection } from './selection.ts';
import type { ListToolsOptions, ServerReport, ToolSource } from './tool-client.ts';
import type { ToolPolicy } from './tool-policy.ts';

/** What the handler needs of a client; `MCPToolClient` is one. */
export interface HandledClient extends Pick<ToolSource, 'listTools' | 'callTool'> {
  searchTools(request: string, options?: SearchOptions & ListToolsOptions): Promise<FoundTools>;
  listServers(): readonly ServerReport[];
}

/** What it needs of a loader over the same client; `ProgressiveMCPLoader` is one. */
export interface HandledLoader {
  select(task: string, options?: SelectOptions): Promise<Selection>;
}

/**
 * Whether a request may be answered. `true`: with every tool of the client. A policy: with those of them that it allows. Everything
 * else is a no (403), also a policy without a list or with one that is undefined, and an error says that it is not known who asks (401).
 */
export type AuthorizeRequest = (request: Request) => boolean | ToolPolicy | Promise<boolean | ToolPolicy>;

export interface ToolsHandlerOptions {
  readonly client: HandledClient;
  readonly loader: HandledLoader;
  /**
   * Asked once for each request to an address of the handler, before anything of it is read or done. It must leave the body alone:
   * whoever signs bodies reads a clone.
   */
  readonly authorize: AuthorizeRequest;
  /** Path of the list; the other addresses lie beneath it. It begins with `/` and does not end with one. Default: `/tools`. */
  readonly path?: string | undefined;
  /** `WWW-Authenticate` of a 401 (RFC 9110, section 11.6.1). Default: `Bearer`. */
  readonly challenge?: string | undefined;
  /** Bytes of the body of a call. Default 1,048,576; 1,024 to 16,777,216. */
  readonly bodyBytes?: number | undefined;
  /** Milliseconds that a server has to list its tools, from when it was asked. Default 3,000; 1 to 600,000. */
  readonly listWithinMs?: number | undefined;
  /** Told of what failed inside, and of `authorize` when it throws, by the id of the request. Default: nobody. */
  readonly logger?: Logger | undefined;
  /** Default: the system's. */
  readonly clock?: Clock | undefined;
  /** Makes the ids of requests. Default: the system's. */
  readonly random?: RandomBytes | undefined;
}
