import { parseToolId } from '@wicketgate/contract';
import { type CatalogTool, McpError } from '@wicketgate/mcp-client';
import { cleanText } from '../rules/clean-text.ts';
import type { Context } from './context.ts';
import type { McpRoom } from './mcp-room.ts';

const MOST_CANDIDATES = 5;

/**
 * The tool of a name: `server/tool`, a wire name, or a tool's own name where one server alone has it. What is remembered is
 * enough; only for what is not known are servers asked. Throws `unknown_tool`, or what went wrong with its server.
 */
export async function findTool(
  { io }: Pick<Context, 'io'>,
  { client, servers }: McpRoom,
  name: string,
): Promise<CatalogTool> {
  const { signal } = io;
  const cached = await client.listTools({ from: 'cached', signal });
  const known = matches(cached.tools, name);
  if (known.length === 1 && known[0] !== undefined) return known[0];
  const server = parseToolId(name)?.server;
  const asked = servers.some(({ id }) => id === server) && server !== undefined ? [server] : undefined;
  const { tools, problems } = await client.listTools({ signal, ...(asked && { servers: asked }) });
  const found = matches(tools, name);
  const [tool] = found;
  if (tool !== undefined && found.length === 1) return tool;
  const [problem] = asked === undefined ? [] : problems;
  if (problem !== undefined && tool === undefined) throw problem.error;
  throw new McpError(
    'unknown_tool',
    sentence(name, found, { tools, unreachable: problems.map((item) => item.server) }),
  );
}

function matches(tools: readonly CatalogTool[], name: string): readonly CatalogTool[] {
  const exact = tools.filter((tool) => tool.id === name || tool.wireName === name);
  return exact.length > 0 ? exact : tools.filter((tool) => tool.name === name);
}

interface Known {
  readonly tools: readonly CatalogTool[];
  readonly unreachable: readonly string[];
}

function sentence(name: string, found: readonly CatalogTool[], { tools, unreachable }: Known): string {
  const shown = cleanText(name);
  if (found.length > 1)
    return `Several servers have a tool ${shown}: ${found.map(({ id }) => cleanText(id)).join(', ')}.`;
  const part = shown.toLowerCase().split('/').at(-1) ?? '';
  const near = tools
    .filter(({ name: own }) => part !== '' && isNear(own.toLowerCase(), part))
    .slice(0, MOST_CANDIDATES);
  const candidates = near.length === 0 ? '' : ` Near it are: ${near.map(({ id }) => cleanText(id)).join(', ')}.`;
  const silent =
    unreachable.length === 0 ? '' : ` These servers could not be asked: ${unreachable.map(cleanText).join(', ')}.`;
  return `There is no tool ${shown}.${candidates}${silent}`;
}

function isNear(name: string, part: string): boolean {
  return name.includes(part) || part.includes(name);
}
