import type { CatalogTool, JsonObject } from '../../words/tool.ts';

/** Small enough for a client that reads lines of at most 10 MB, and large enough that most catalogs are one page. */
const PAGE_BYTES = 2_000_000;
const PAGE_TOOLS = 1_000;

/** A tool as a bridge lists it: under its wire name, and otherwise as its server has it. */
export type BridgedTool = JsonObject & { readonly name: string };

export interface ToolPage {
  readonly tools: readonly BridgedTool[];
  readonly nextCursor?: string | undefined;
}

/** What a client of the bridge is shown. A held tool is not: it cannot be called. */
export function bridgedTools(tools: readonly CatalogTool[]): readonly BridgedTool[] {
  return tools.filter(({ state }) => state === 'ready').map(bridged);
}

function bridged({ wireName, title, description, inputSchema, outputSchema, annotations }: CatalogTool): BridgedTool {
  return {
    name: wireName,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    inputSchema,
    ...(outputSchema && { outputSchema }),
    ...(annotations && { annotations }),
  };
}

/**
 * The page that follows a cursor, which is the name of the last tool before it: of at most 1,000 tools and about 2 MB.
 * Undefined for a cursor that is none, also one whose tool has gone meanwhile: the client begins anew.
 */
export function pageOf(tools: readonly BridgedTool[], cursor: string | undefined): ToolPage | undefined {
  const start = cursor === undefined ? 0 : tools.findIndex(({ name }) => name === cursor) + 1;
  if (cursor !== undefined && start === 0) return undefined;
  let [end, bytes] = [start, 0];
  while (end < tools.length && end - start < PAGE_TOOLS && (end === start || bytes < PAGE_BYTES)) {
    bytes += JSON.stringify(tools[end]).length;
    end++;
  }
  const page = tools.slice(start, end);
  return end < tools.length ? { tools: page, nextCursor: page.at(-1)?.name } : { tools: page };
}
