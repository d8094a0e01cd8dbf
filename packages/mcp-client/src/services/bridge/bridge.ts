import { bridgedTools, type BridgedTool, pageOf, type ToolPage } from '../../rules/bridge/tool-pages.ts';
import { type BridgeResult, failureResult } from '../../rules/bridge/failure-result.ts';
import { McpError } from '../../words/errors.ts';
import type { ExposedTool, ModelToolCaller, ModelToolResult } from '../../words/exposed-tool.ts';
import type { JsonObject } from '../../words/tool.ts';
import type { CallOptions, ToolSource } from '../../words/tool-client.ts';

/** What stands for all tools where they are too many to be listed: `ProgressiveMCPLoader` fits. */
export interface BridgeLoader extends ModelToolCaller {
  readonly metaTools: readonly ExposedTool[];
  /** `meta`: the tools of the catalog are too many. */
  expose(options: { readonly signal?: AbortSignal | undefined }): Promise<{ readonly mode: 'direct' | 'meta' }>;
}

export interface BridgeOptions {
  /** The tools of any set of servers. A client fits. */
  readonly source: ToolSource;
  /** Over the same source. */
  readonly loader: BridgeLoader;
  /**
   * What is listed: each tool, or the loader's meta-tools. `automatic`: each while they are few, as the loader sees it at the first
   * listing; it stays so afterwards, because a list that flips costs its client the cache of its prompts.
   */
  readonly expose: 'all' | 'meta' | 'automatic';
}

/** What a client of the bridge may do within one request. */
export type BridgeCall = Pick<CallOptions, 'signal' | 'onProgress'>;

/** A request that no server of MCP could answer: a protocol error for whoever sent it. */
export class BridgeRefusal extends Error {
  override readonly name = 'BridgeRefusal';
}

/** The tools of many servers as those of one. What speaks MCP to the client stands around it. */
export interface Bridge {
  /** Throws a `BridgeRefusal` for a cursor that is none. */
  listTools(cursor: string | undefined, call: BridgeCall): Promise<ToolPage>;
  /** Throws a `BridgeRefusal` for a tool that is not there, and an `McpError` `aborted`; any other failure is a result. */
  callTool(name: string, args: JsonObject, call: BridgeCall): Promise<BridgeResult>;
  /** Tells whenever `listTools` would answer something else. Answers what ends the listening. */
  onToolsChanged(listener: () => void): () => void;
}

export function createBridge({ source, loader, expose }: BridgeOptions): Bridge {
  let exposure = expose === 'automatic' ? undefined : expose;
  const metaTools = loader.metaTools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  const metaNames = new Set(metaTools.map(({ name }) => name));
  const listed = async (signal: AbortSignal | undefined): Promise<readonly BridgedTool[]> => {
    exposure ??= (await loader.expose({ signal })).mode === 'meta' ? 'meta' : 'all';
    return exposure === 'meta' ? metaTools : bridgedTools((await source.listTools({ signal })).tools);
  };
  return {
    listTools: async (cursor, { signal }) => {
      const page = pageOf(await listed(signal), cursor);
      if (page === undefined) throw new BridgeRefusal('This cursor is not known: list the tools anew.');
      return page;
    },
    callTool: async (name, args, call) => {
      // A tool of a server cannot have the name of a meta-tool: wire names hold `__`.
      if (exposure !== 'all' && metaNames.has(name)) return resultOf(await loader.call(name, args, call));
      return callSource(source, { name, args, call });
    },
    onToolsChanged: (listener) =>
      source.on((event) => {
        if (event.kind === 'tools_changed' && exposure !== 'meta') listener();
      }),
  };
}

interface SourceCall {
  readonly name: string;
  readonly args: JsonObject;
  readonly call: BridgeCall;
}

async function callSource(source: ToolSource, { name, args, call }: SourceCall): Promise<BridgeResult> {
  try {
    return resultOf(await source.callTool(name, args, call));
  } catch (error) {
    if (!McpError.isInstance(error) || error.code === 'aborted') throw error;
    if (error.code === 'unknown_tool' || error.code === 'unknown_server') {
      throw new BridgeRefusal(`There is no tool ${JSON.stringify(name)}.`, { cause: error });
    }
    return failureResult(error);
  }
}

/** Structured content that is no object could be carried by no revision before 2026-07-28; the text has it as well. */
function resultOf({ content, structuredContent, isError }: ModelToolResult): BridgeResult {
  return {
    content,
    ...(isObject(structuredContent) && { structuredContent }),
    ...(isError && { isError }),
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
