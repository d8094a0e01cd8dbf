import { toolId, toolWireName } from '@wicketgate/contract';
import type { ToolChange } from '../../words/tool-client.ts';
import type { CatalogTool } from '../../words/tool.ts';
import type { ToolJudge } from '../policy/compile-policy.ts';
import { isSafeToRepeat } from '../policy/tool-traits.ts';
import type { Lifetime } from './freshness.ts';
import type { HashedTool, ToolFlaw } from './tool-entries.ts';

/** A tool of a listing, with everything that a call of it needs to know. */
export interface KnownTool {
  readonly tool: CatalogTool;
  readonly isAllowed: boolean;
  readonly isSafeToRepeat: boolean;
}

/** What is known of the tools of one server, at one time. */
export interface Snapshot {
  /** All that were listed, by their own names. */
  readonly known: ReadonlyMap<string, KnownTool>;
  /** Those that are allowed, by name. */
  readonly tools: readonly CatalogTool[];
  readonly listed: ReadonlyMap<string, HashedTool>;
  /** How they differ from what was approved. */
  readonly changes: readonly ToolChange[];
  readonly flaws: readonly ToolFlaw[];
  /** What the server says of itself. */
  readonly description: string | undefined;
  readonly lifetime: Lifetime;
  readonly source: 'listing' | 'store';
  /** Hash of who it was listed for; undefined when that cannot be told. */
  readonly principal: string | undefined;
}

export interface SnapshotFacts {
  readonly server: string;
  readonly description: string | undefined;
  readonly listed: ReadonlyMap<string, HashedTool>;
  readonly held: ReadonlySet<string>;
  readonly judge: ToolJudge;
}

/** The tools of a server as people and models see them. */
export function knownTools(facts: SnapshotFacts): ReadonlyMap<string, KnownTool> {
  const { server, description, listed, held, judge } = facts;
  const known = [...listed].map(([name, { definition, hash }]): readonly [string, KnownTool] => {
    const id = toolId(server, name);
    const tool: CatalogTool = {
      ...definition,
      id,
      server,
      ...(description !== undefined && { serverDescription: description }),
      wireName: toolWireName(server, name),
      hash,
      state: held.has(name) ? 'held' : 'ready',
    };
    return [name, { tool, isAllowed: judge(tool), isSafeToRepeat: isSafeToRepeat(definition.annotations) }];
  });
  return new Map(known);
}

export function allowedTools(known: ReadonlyMap<string, KnownTool>): readonly CatalogTool[] {
  return [...known.values()].filter(({ isAllowed }) => isAllowed).map(({ tool }) => tool);
}
