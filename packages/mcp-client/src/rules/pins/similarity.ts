import type { ToolDefinition } from '../../words/tool.ts';

/** From here on two tools are one under another name. */
export const ALIKE = 0.6;
/** Of the earlier tool: enough to know it again, and few enough for many comparisons. */
const MAX_MARKS = 256;
const MAX_SCHEMA_DEPTH = 16;

/** What a tool is known by beside its name: pairs of neighbouring words of its texts, and the paths of its parameters. */
export type ToolMarks = ReadonlySet<string>;

/** Everything of the later tool counts: whoever renames a tool must not get away with it by writing more around it. */
export function marksOf(tool: ToolDefinition): ToolMarks {
  return new Set([
    ...wordPairs(tool.description ?? ''),
    ...parameterPaths(tool.inputSchema, 'in'),
    ...(tool.outputSchema === undefined ? [] : parameterPaths(tool.outputSchema, 'out')),
  ]);
}

/**
 * The share of the earlier tool that is found in the later one, from 0 to 1. It does not matter what the later one has besides.
 * Where the earlier one has nothing to be known by, only another such tool is like it.
 */
export function likeness(earlier: ToolMarks, later: ToolMarks): number {
  if (earlier.size === 0) return later.size === 0 ? 1 : 0;
  let asked = 0;
  let found = 0;
  for (const mark of earlier) {
    if (asked === MAX_MARKS) break;
    asked++;
    if (later.has(mark)) found++;
  }
  return found / asked;
}

function wordPairs(text: string): string[] {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 1) return words;
  return words.slice(1).map((word, at) => `${words[at] ?? ''} ${word}`);
}

function parameterPaths(schema: unknown, path: string, depth = 0): string[] {
  if (typeof schema !== 'object' || schema === null || depth > MAX_SCHEMA_DEPTH) return [];
  const { properties, items, type } = schema as Readonly<Record<string, unknown>>;
  const own = depth === 0 || typeof type !== 'string' ? [] : [`${path}:${type}`];
  const members = typeof properties === 'object' && properties !== null ? Object.entries(properties) : [];
  return [
    ...own,
    ...members.flatMap(([name, member]) => [
      `${path}.${name}`,
      ...parameterPaths(member, `${path}.${name}`, depth + 1),
    ]),
    ...(items === undefined ? [] : parameterPaths(items, `${path}[]`, depth + 1)),
  ];
}
