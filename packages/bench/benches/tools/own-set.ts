import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SearchableTool } from '@wicketgate/mcp-client/loader';
import { installFixtureProgram } from '@wicketgate/testing/fixture-program';
import { missingTools, parseRequests, parseTools, type ToolRequest, type ToolSet } from '../../src/tool-sets.ts';
import { askServer } from './ask-server.ts';
import { OWN_LOCKED, OWN_OPEN } from './goals.ts';
import { type PublishedServer, SERVERS } from './servers.ts';

const FIXTURE = path.resolve(import.meta.dirname, '../../fixtures/mcp-servers');
const REQUESTS = path.resolve(import.meta.dirname, '../../data/tool-requests');
/** Share of the tools that requests name which may be missing. */
const MOST_MISSING = 0.02;

/**
 * Our own requests over the tools that real servers list. The listings are kept beside the installed servers, in the user's
 * cache folder. Throws where more than 2 % of the tools that the requests name are not listed.
 */
export async function readOwnSet(part: 'open' | 'former' | 'locked'): Promise<ToolSet> {
  const file = `${part}.jsonl`;
  const requests = parseRequests(await readFile(path.join(REQUESTS, file), 'utf8'), file);
  const tools = await readCatalogue();
  checkNamed(tools, requests);
  return { name: part === 'locked' ? OWN_LOCKED : OWN_OPEN, tools, requests };
}

export async function readCatalogue(): Promise<SearchableTool[]> {
  const installed = await installFixtureProgram({ folder: FIXTURE, env: process.env });
  const tools: SearchableTool[] = [];
  for (const server of SERVERS) {
    const listing = await listingOf(server, installed).catch((error: unknown) => {
      process.stderr.write(`${server.id} is not available: ${String(error).split('\n')[0]}\n`);
      return [];
    });
    tools.push(...listing);
  }
  return tools;
}

/** The listing that was kept, or a new one: a server that is started in another way may list other tools. */
async function listingOf(server: PublishedServer, installed: string): Promise<SearchableTool[]> {
  const start = createHash('sha256').update(JSON.stringify(server)).digest('hex').slice(0, 16);
  const file = path.join(installed, 'listings', `${server.id}-${start}.tools.jsonl`);
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return parseTools(kept, file);
  const tools = await askServer(server, installed);
  const fresh = `${file}.${process.pid}`;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(fresh, tools.map((tool) => `${JSON.stringify(tool)}\n`).join(''));
  await rename(fresh, file);
  return tools;
}

function checkNamed(tools: readonly SearchableTool[], requests: readonly ToolRequest[]): void {
  const { ids, share } = missingTools({ tools, requests });
  if (ids.length === 0) return;
  const words = `No server lists these tools that the requests name: ${ids.join(', ')}`;
  if (share > MOST_MISSING) throw new Error(words);
  process.stderr.write(`${words}\n`);
}
