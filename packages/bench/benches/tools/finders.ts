import { createToolIndex, type SearchableTool, type ToolIndexOptions } from '@wicketgate/mcp-client/loader';
import { readWordTable } from '@wicketgate/mcp-client/node';
import { OURS } from '../../src/row.ts';
import { mcpTs } from './mcp-ts.ts';
import { miniSearch } from './minisearch.ts';

/** A way to find tools. */
export interface Finder {
  readonly name: string;
  /** An index of the tools that answers searches at once. */
  readonly build: (tools: readonly SearchableTool[]) => BuiltIndex | Promise<BuiltIndex>;
}

export interface BuiltIndex {
  /** Ids, best first. A request that holds U+0001 is several searches whose results are joined. */
  search(request: string, limit: number): readonly string[] | Promise<readonly string[]>;
  /** Adds one tool to those that are there. */
  add(tool: SearchableTool): void | Promise<void>;
}

/** Everybody who takes part, ours with its words alone. */
export const FINDERS: readonly Finder[] = [{ name: OURS, build: (tools) => buildOurs(tools) }, miniSearch, mcpTs];

/** Ours with the optional table of words; undefined, with a word on stderr, where the table cannot be read. */
export async function withWordTable(): Promise<Finder | undefined> {
  try {
    const wordTable = await readWordTable();
    return { name: OURS, build: (tools) => buildOurs(tools, { wordTable }) };
  } catch (error) {
    process.stderr.write(
      `The word table cannot be read, and its figures are left out: ${String(error).split('\n')[0]}\n`,
    );
    return undefined;
  }
}

function buildOurs(tools: readonly SearchableTool[], options: ToolIndexOptions = {}): BuiltIndex {
  const index = createToolIndex(options);
  for (const tool of tools) index.set(tool);
  return {
    search: (request, limit) => index.search(request, { limit }).hits.map(({ id }) => id),
    add: (tool) => index.set(tool),
  };
}
