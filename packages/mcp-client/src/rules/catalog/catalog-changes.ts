import type { ToolChange } from '../../words/tool-client.ts';
import type { CatalogTool } from '../../words/tool.ts';
import { toolDifference } from '../pins/difference.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * What listeners are told when one snapshot takes the place of another: each allowed tool that came, changed, went, or is held or
 * free as it was not before. Of the first snapshot: how it differs from what was approved.
 */
export function catalogChanges(before: Snapshot | undefined, after: Snapshot): readonly ToolChange[] {
  if (before === undefined) return visibleChanges(after);
  const told = new Map(visibleChanges(after).map((change) => [change.tool, change]));
  const old = new Map(before.tools.map((tool) => [tool.id, tool]));
  const now = new Map(after.tools.map((tool) => [tool.id, tool]));
  const come = after.tools.flatMap((tool) => {
    const earlier = old.get(tool.id);
    if (earlier?.hash === tool.hash && earlier.state === tool.state) return [];
    return [told.get(tool.id) ?? plainChange(earlier, tool)];
  });
  const moved = new Set(come.map(({ from }) => from));
  const gone = before.tools
    .filter(({ id }) => !now.has(id) && !moved.has(id))
    .map((tool) => told.get(tool.id) ?? plainRemoval(tool));
  return [...come, ...gone];
}

/** How a server's tools differ from what was approved, without those that the policy hides. */
export function visibleChanges({ changes, tools }: Snapshot): readonly ToolChange[] {
  const allowed = new Set(tools.map(({ id }) => id));
  return changes.filter(({ tool, kind }) => kind === 'removed' || allowed.has(tool));
}

function plainChange(earlier: CatalogTool | undefined, tool: CatalogTool): ToolChange {
  const isSame = earlier?.hash === tool.hash;
  return {
    tool: tool.id,
    kind: earlier === undefined ? 'added' : 'changed',
    from: undefined,
    difference: isSame ? '' : toolDifference(earlier, tool),
    hash: tool.hash,
    held: tool.state === 'held',
  };
}

function plainRemoval(tool: CatalogTool): ToolChange {
  const difference = toolDifference(tool, undefined);
  return { tool: tool.id, kind: 'removed', from: undefined, difference, hash: undefined, held: false };
}

/** What listeners are told of tools whose server this client knows no longer: nothing about them differs. */
export function removals(tools: readonly CatalogTool[]): readonly ToolChange[] {
  return tools.map(({ id }) => {
    return { tool: id, kind: 'removed', from: undefined, difference: '', hash: undefined, held: false };
  });
}

/** The own names of tools that a person may approve: what waits, and what is reported as not yet approved. */
export function approvableNames(snapshot: Snapshot): ReadonlySet<string> {
  return new Set(visibleChanges(snapshot).map(({ tool }) => ownName(tool)));
}

/** The earlier names of renamed tools, by their names of now. */
export function renameOrigins(changes: readonly ToolChange[]): ReadonlyMap<string, string> {
  return new Map(
    changes.flatMap(({ tool, from }) => (from === undefined ? [] : [[ownName(tool), ownName(from)] as const])),
  );
}

/** The tool's own name: what stands behind the first `/` of its id. */
export function ownName(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}
