import type { JsonObject, ToolDefinition } from '../../words/tool.ts';
import { isPlainObject } from '../option-checks.ts';

export interface ArgumentDefaults {
  /** For every tool that has such a parameter. */
  readonly all: JsonObject | undefined;
  /** By the tool's own name. */
  readonly byTool: Readonly<Record<string, JsonObject>> | undefined;
}

/** The arguments of a call with what its server's options fill in. The call's own win, then those of the tool. */
export function withDefaults(given: JsonObject, tool: ToolDefinition, { all, byTool }: ArgumentDefaults): JsonObject {
  const own = byTool !== undefined && Object.hasOwn(byTool, tool.name) ? byTool[tool.name] : undefined;
  if (all === undefined && own === undefined) return given;
  return { ...declared(all ?? {}, tool), ...own, ...given };
}

/** A tool that is strict about its parameters would refuse one that it does not know. */
function declared(defaults: JsonObject, { inputSchema }: ToolDefinition): JsonObject {
  const { properties } = inputSchema;
  if (!isPlainObject(properties)) return {};
  return Object.fromEntries(Object.entries(defaults).filter(([name]) => Object.hasOwn(properties, name)));
}
