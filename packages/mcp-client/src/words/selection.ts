import type { ServerProblem } from './tool-client.ts';
import type { CatalogTool } from './tool.ts';
import type { ExposedTool, RefusedTool } from './exposed-tool.ts';

/** From what is kept longest to what goes first when a selection is too large. */
export const PRIORITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/**
 * How a loader chooses. `minimal`: the few tools that surely answer the task. `profile`: what a profile names. `progressive`:
 * what is always available, the profile's critical and high tools, and what answers the task. `semantic`: as `progressive`, ranked
 * by a given function. `full`: every tool.
 */
export const LOADING_STRATEGIES = ['minimal', 'profile', 'progressive', 'semantic', 'full'] as const;
export type LoadingStrategy = (typeof LOADING_STRATEGIES)[number];

/** How much of a tool is told. `summary` is the name and the first sentence, `full` everything with the schemas. */
export const DETAIL_LEVELS = ['name', 'summary', 'full'] as const;
export type DetailLevel = (typeof DETAIL_LEVELS)[number];

/** The tools that one kind of agent works with. */
export interface ToolProfile {
  /** For people: `release manager`. It stands in the reasons. */
  readonly name: string;
  readonly entries: readonly ProfileEntry[];
}

export interface ProfileEntry {
  /** A pattern of tools or servers: `github/*`, `files/read_*`, `github`. */
  readonly pattern: string;
  /** Of several entries that fit a tool, the highest counts. */
  readonly priority: Priority;
  /** Why, for people. Default: the profile's name. */
  readonly rationale?: string | undefined;
}

/** A tool of a selection. */
export interface SelectedTool {
  readonly tool: CatalogTool;
  readonly priority: Priority;
  /** 0 to 1, or more for an exact name: how well it answers the task. 0 where the task was not asked. */
  readonly score: number;
  /** Why it is there, for people; the first is the strongest. */
  readonly reasons: readonly string[];
}

/** The selected tools of one server. */
export interface ToolSet {
  readonly server: string;
  /** Wire names, in the order of the selection. */
  readonly tools: readonly string[];
  /** The reasons of its tools, joined. */
  readonly rationale: string;
  /** The highest of its tools. */
  readonly priority: Priority;
}

/**
 * Tokens that a selection saves in each request, against the definitions of every tool. Estimates, unless the loader was given a tokenizer.
 * What a model reads as answers of the meta-tools is not in it.
 */
export interface Savings {
  /** Of the definitions of every tool that could be called. */
  readonly allTokens: number;
  readonly selectionTokens: number;
  readonly metaToolTokens: number;
  /** 1 minus selection and meta-tools over all; 0 when that is negative. */
  readonly ratio: number;
}

/** What a loader chose for a task. */
export interface Selection {
  readonly task: string;
  readonly strategy: LoadingStrategy;
  /** What ranked the tools: `index` also where the given function failed, `none` where nothing was ranked. */
  readonly rankedBy: 'function' | 'index' | 'none';
  /** Of the retrieval; `none` also where nothing was ranked. */
  readonly confidence: 'high' | 'low' | 'none';
  /** By priority, then score, then id: the same catalog and task give the same list. */
  readonly tools: readonly SelectedTool[];
  /** The same tools by server, in the order of each server's first tool. */
  readonly sets: readonly ToolSet[];
  /** The same tools as a model may see them, in the same order. */
  readonly exposed: readonly ExposedTool[];
  /** Tools of the catalog that are never chosen, because no model can be given them, and why. */
  readonly refused: readonly RefusedTool[];
  /** Ids that were chosen and did not fit the limits. */
  readonly trimmed: readonly string[];
  readonly savings: Savings;
  /** Servers whose tools are missing or old. */
  readonly problems: readonly ServerProblem[];
  /** Servers that had not listed their tools in time: what was known of them before was chosen from. The next selection takes theirs in. */
  readonly underWay: readonly string[];
}
