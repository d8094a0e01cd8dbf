import type { JsonObject, ServerFetch, ShownTool } from '@wicketgate/mcp-client';
import type { ModelToolResult } from '@wicketgate/mcp-client/loader';
import type { CredentialSource } from '@wicketgate/core';
import type { ConfiguredServer } from './server-setting.ts';

/** How a server stands, for people. Texts of servers in it are clean: nothing hidden, one line where not said otherwise. */
export interface ServerLook {
  readonly id: string;
  readonly state: 'waiting' | 'connecting' | 'ready' | 'failed';
  /** What is wrong, in a sentence of ours; undefined when nothing is. */
  readonly problem: string | undefined;
  /** In the order of their names. */
  readonly tools: readonly ToolLook[];
}

/** A tool, for people. */
export interface ToolLook {
  /** `server/tool`. */
  readonly id: string;
  readonly server: string;
  readonly name: string;
  readonly title: string | undefined;
  /** Of several lines. */
  readonly description: string;
  /** What it says of itself. Where it says nothing, that it may change things. */
  readonly effect: 'reads' | 'changes' | 'destroys';
  /** It is not as it was approved, and cannot be called before it is. */
  readonly held: HeldLook | undefined;
}

export interface HeldLook {
  /** How the tool differs from the one that was approved, line by line. */
  readonly difference: string;
  /** Of the tool as it is shown here. */
  readonly hash: string;
}

/** A tool that was found, and why. */
export interface ToolFind {
  readonly tool: ToolLook;
  readonly reasons: readonly string[];
}

/** The tools of all servers of the setting, while the gate is open. */
export interface ToolRoom {
  /** What is known, without asking anybody. */
  servers(): Promise<readonly ServerLook[]>;
  /** How many tools each server has, by its id, of those that were asked. */
  counts(): ReadonlyMap<string, number>;
  /** Asks the servers, side by side; each that answers or fails is told. `always`: also those that were asked just now. */
  refresh(how: 'fresh' | 'always'): Promise<void>;
  /** The tools that answer a request, best first, of those that are known. */
  search(request: string, limit: number): Promise<readonly ToolFind[]>;
  /** The tool that a name stands for, of those that are known. */
  find(name: string): Promise<ToolLook | undefined>;
  /** A call of a meta-tool by its own name, `search_tools`. Failures are results. Throws when the signal ends it. */
  call(metaTool: string, args: JsonObject, signal: AbortSignal): Promise<ModelToolResult>;
  /** Approves a tool as it was shown. Rejects when it is another by now. */
  approve(shown: ShownTool): Promise<void>;
  setServers(servers: readonly ConfiguredServer[]): Promise<void>;
  close(): Promise<void>;
}

export interface ToolRoomOptions {
  readonly servers: readonly ConfiguredServer[];
  /** Shown to servers of the gateway alone. */
  readonly credential: CredentialSource;
  /** A name for whom the credential speaks for; no secret. */
  readonly holder: string;
  /** The folder of approvals, and of catalogs where they are kept. */
  readonly folder: string;
  readonly keepsCatalog: boolean;
  /** Of the extension. */
  readonly version: string;
  /** The host's own: its proxy and its certificates count. */
  readonly fetch: ServerFetch;
  readonly isOff: (id: string) => boolean;
  /** Told of every change of what `servers` answers. */
  readonly onChange: () => void;
}

/** The second bundle: it is read when tools are first wanted. */
export interface ToolsModule {
  readonly openToolRoom: (options: ToolRoomOptions) => ToolRoom;
}
