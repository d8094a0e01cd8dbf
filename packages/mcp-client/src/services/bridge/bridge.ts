import { parseToolId } from '@wicketgate/contract';
import { bridgedTools, type BridgedTool } from '../../rules/bridge/bridged-tools.ts';
import { type BridgeResult, errorResult, failureResult } from '../../rules/bridge/failure-result.ts';
import { linkedContent } from '../../rules/bridge/linked-content.ts';
import { isTooLong } from '../../rules/bridge/message-size.ts';
import { type Page, pageOf } from '../../rules/bridge/page.ts';
import { McpError } from '../../words/errors.ts';
import type { ExposedTool, ModelToolCaller, ModelToolResult, RefusedTool } from '../../words/exposed-tool.ts';
import type { JsonObject } from '../../words/tool.ts';
import type { ToolSource } from '../../words/tool-client.ts';
import { type BridgeCall, BridgeRefusal } from './bridge-call.ts';
import { type BridgedOffers, bridgeOffers, type OfferSource } from './bridge-offers.ts';

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
  /** Resources and prompts of the same servers. A client fits. Default: tools alone are passed on. */
  readonly offers?: OfferSource | undefined;
  /** Told of each tool that is not listed one by one because it cannot be shown to a model, once. */
  readonly onRefused?: ((tool: RefusedTool) => void) | undefined;
}

/** What many servers have, as what one has. What speaks MCP to the client stands around it. */
export interface Bridge {
  /** Throws a `BridgeRefusal` for a cursor that is none. */
  listTools(cursor: string | undefined, call: BridgeCall): Promise<Page<BridgedTool>>;
  /** Throws a `BridgeRefusal` for a tool that is not there, and an `McpError` `aborted`; any other failure is a result. */
  callTool(name: string, args: JsonObject, call: BridgeCall): Promise<BridgeResult>;
  /** Tells whenever `listTools` would answer something else. Answers what ends the listening. */
  onToolsChanged(listener: () => void): () => void;
  /** Undefined where tools alone are passed on. */
  readonly offers: BridgedOffers | undefined;
}

export function createBridge({ source, loader, expose, offers, onRefused }: BridgeOptions): Bridge {
  let exposure = expose === 'automatic' ? undefined : expose;
  const metaTools = loader.metaTools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  const metaNames = new Set(metaTools.map(({ name }) => name));
  const tell = onceEach(onRefused);
  const listed = async (signal: AbortSignal | undefined): Promise<readonly BridgedTool[]> => {
    exposure ??= (await loader.expose({ signal })).mode === 'meta' ? 'meta' : 'all';
    if (exposure === 'meta') return metaTools;
    const { tools, refused } = bridgedTools((await source.listTools({ signal })).tools);
    for (const tool of refused) tell(tool);
    return tools;
  };
  return {
    listTools: async (cursor, { signal }) => {
      const page = pageOf(await listed(signal), { keyOf: ({ name }) => name, cursor });
      if (page === undefined) throw new BridgeRefusal('This cursor is not known: list the tools anew.');
      return page;
    },
    callTool: async (name, args, call) => {
      // A tool of a server cannot have the name of a meta-tool: wire names hold `__`.
      if (exposure !== 'all' && metaNames.has(name)) return resultOf(await loader.call(name, args, call), offers);
      return callSource({ source, offers }, { name, args, call });
    },
    onToolsChanged: (listener) =>
      source.on((event) => {
        if (event.kind === 'tools_changed' && exposure !== 'meta') listener();
      }),
    offers: offers && bridgeOffers(offers),
  };
}

function onceEach(tell: BridgeOptions['onRefused']): (tool: RefusedTool) => void {
  const told = new Set<string>();
  return (tool) => {
    const name = `${tool.id} ${tool.reason}`;
    if (!told.has(name)) tell?.(tool);
    told.add(name);
  };
}

interface SourceCall {
  readonly name: string;
  readonly args: JsonObject;
  readonly call: BridgeCall;
}

async function callSource(
  { source, offers }: Pick<BridgeOptions, 'source' | 'offers'>,
  { name, args, call }: SourceCall,
): Promise<BridgeResult> {
  try {
    return resultOf(await source.callTool(name, args, call), offers);
  } catch (error) {
    if (!McpError.isInstance(error) || error.code === 'aborted') throw error;
    if (error.code === 'unknown_tool' || error.code === 'unknown_server') {
      throw new BridgeRefusal(`There is no tool ${JSON.stringify(name)}.`, { cause: error });
    }
    return failureResult(error);
  }
}

/** Structured content that is no object could be carried by no revision before 2026-07-28; the text has it as well. */
function resultOf(answer: ModelToolResult, offers: OfferSource | undefined): BridgeResult {
  const { structuredContent, isError } = answer;
  const result = {
    content: linked(answer, offers),
    ...(isObject(structuredContent) && { structuredContent }),
    ...(isError && { isError }),
  };
  if (!isTooLong(result)) return result;
  return errorResult('The tool answered with more than can be passed on. Whatever it changes, it has changed.');
}

/** What a server links to can be read under the address that the bridge has for it; what was cut off, as it stands. */
function linked({ content, tool, truncated }: ModelToolResult, offers: OfferSource | undefined): readonly JsonObject[] {
  const { server } = parseToolId(tool ?? '') ?? {};
  if (offers === undefined || server === undefined) return content;
  return linkedContent(content, (uri) => (uri === truncated?.uri ? uri : offers.resourceAddress(server, uri)));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
