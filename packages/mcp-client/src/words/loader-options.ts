import type { Clock, Logger } from '@wicketgate/core';
import type { LoadingStrategy, ToolProfile } from './selection.ts';
import type { ToolIndex } from './tool-index.ts';
import type { CatalogTool } from './tool.ts';

/** A task and the tools that might answer it. */
export interface RankingRequest {
  readonly task: string;
  /** Every tool that may be chosen, in the order of the catalog. */
  readonly tools: readonly CatalogTool[];
  /** Ids of those that the loader's own index finds, best first: enough where only the first few need another order. */
  readonly found: readonly string[];
  /** How many the loader can use. */
  readonly limit: number;
  /** Aborted when the answer is no longer wanted. */
  readonly signal: AbortSignal;
}

/** Ranks the tools for a task: ids or wire names, best first. None for a task that no tool answers. */
export type RankTools = (request: RankingRequest) => Promise<readonly string[]>;

export interface LoaderOptions {
  /** Default: `progressive`. */
  readonly strategy?: LoadingStrategy | undefined;
  /** Tools of a selection. Default by strategy: minimal 10, profile 40, progressive and semantic 30, full all. 1 to 1,000; `minimal` stays at 10 at most. */
  readonly limit?: number | undefined;
  /**
   * Tokens of a selection. Default: none, but the tools found for a task, as opposed to those that are always available or stand in the
   * profile, share 2 % of the tokens of all tools less those of the meta-tools, at least 500. 1 to 10,000,000.
   */
  readonly tokenLimit?: number | undefined;
  /** Needed by the strategy `profile`. Default: none. */
  readonly profile?: ToolProfile | undefined;
  /** Patterns of tools or servers that are in every selection. Default: none. */
  readonly alwaysAvailable?: readonly string[] | undefined;
  /** Patterns of tools or servers to fall back on when nothing answers a task. Default: none, so that such a task gets none. */
  readonly fallback?: readonly string[] | undefined;
  /** Words of a task that mean tools, by pattern: `{ pr: ['github/*pull_request*'] }`. Whole words; at most 5 tools for each pattern. Default: none. */
  readonly keywords?: Readonly<Record<string, readonly string[]>> | undefined;
  /**
   * Milliseconds that a server has to list its tools, from when it was asked. A selection or a search then goes on with what is known,
   * and names the servers that are still under way: their listings go on, and the next one takes them in. Default 3,000; 1 to 600,000.
   */
  readonly listWithinMs?: number | undefined;
  /** Ranks for the strategy `semantic`, which needs it. */
  readonly rank?: RankTools | undefined;
  /** Milliseconds that `rank` has; then the index ranks. Default 5,000; 1 to 600,000. */
  readonly rankTimeoutMs?: number | undefined;
  /** Milliseconds that an answer of `rank` is used again for the same task and catalog. Default 300,000; 0 keeps none; up to 86,400,000. */
  readonly rankCacheMs?: number | undefined;
  /** Answers of `rank` that are kept; the one used longest ago goes first. Default 100; 1 to 10,000. */
  readonly rankCacheSize?: number | undefined;
  /** Counts tokens as the model does. Default: `estimateTokens`, which also counts the texts that it throws for. */
  readonly countTokens?: ((text: string) => number) | undefined;
  /** Tokens that the model can read. Default 200,000; 1,000 to 100,000,000. */
  readonly contextWindow?: number | undefined;
  /** Share of the context window up to which every tool is exposed directly, if they are 128 at most. Default .05; 0 to 1. MCP's best practices for clients say .01 to .05. */
  readonly directShare?: number | undefined;
  /** Code units of a description. Default 2,048; 64 to 1,000,000. */
  readonly descriptionLimit?: number | undefined;
  /** Offers `list_mcp_servers` as a fourth meta-tool. Default: no. */
  readonly listServers?: boolean | undefined;
  /** An empty index of the loader's own. Default: a lexical one. */
  readonly index?: ToolIndex | undefined;
  /** Default: the system's. */
  readonly clock?: Clock | undefined;
  /** Told of listeners that throw. Default: nobody. */
  readonly logger?: Logger | undefined;
}

export interface SelectOptions {
  /** Default: the loader's. */
  readonly strategy?: LoadingStrategy | undefined;
  /** Default: the loader's. */
  readonly limit?: number | undefined;
  /** Default: the loader's. */
  readonly tokenLimit?: number | undefined;
  /** Default: the loader's. */
  readonly profile?: ToolProfile | undefined;
  /** Only these servers. Default: all. */
  readonly servers?: readonly string[] | undefined;
  /** Chooses as if there were only the tools that it says yes to; answers of `rank` are then not kept. Default: all. */
  readonly isAllowed?: ((tool: CatalogTool) => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
}
