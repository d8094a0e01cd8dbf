import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SearchableTool } from '@wicketgate/mcp-client/loader';
import { parseJsonLines, type JsonRow } from './json-lines.ts';

/** What somebody wants of an agent, and the tools that serve it. */
export interface ToolRequest {
  readonly id: string;
  /** U+0001 stands between the parts of a request that a model has cut into several searches. */
  readonly query: string;
  /** Ids of tools with their grade, above 0: the higher, the better a tool serves. Empty: no tool serves it. */
  readonly relevant: ReadonlyMap<string, number>;
}

/** A catalogue and what is asked of it. */
export interface ToolSet {
  readonly name: string;
  readonly tools: readonly SearchableTool[];
  readonly requests: readonly ToolRequest[];
}

const TOOLS = '.tools.jsonl';
const REQUESTS = '.queries.jsonl';

/** Reads each `NAME.tools.jsonl` of a folder with its `NAME.queries.jsonl`, by name. Throws where one of the two is missing. */
export async function readToolSets(folder: string): Promise<ToolSet[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(TOOLS)).sort();
  if (names.length === 0) throw new Error(`${folder} holds no set: no file there ends in ${TOOLS}.`);
  const read = (file: string) => readFile(path.join(folder, file), 'utf8');
  return Promise.all(
    names.map(async (file) => {
      const name = file.slice(0, -TOOLS.length);
      const tools = parseTools(await read(file), file);
      return { name, tools, requests: parseRequests(await read(name + REQUESTS), name + REQUESTS) };
    }),
  );
}

/** Reads tools, one a line. Throws for a line that is none, or an id that was there before, with file and line. */
export function parseTools(text: string, file: string): SearchableTool[] {
  const ids = new Set<string>();
  return parseJsonLines(text, file, (row) => {
    const description = row.optionalText('description');
    const serverDescription = row.optionalText('serverDescription');
    return {
      id: uniqueId(row, ids),
      server: row.optionalText('server') ?? '',
      name: row.text('name'),
      inputSchema: row.object('inputSchema'),
      ...(description !== undefined && { description }),
      ...(serverDescription !== undefined && { serverDescription }),
    };
  });
}

/** Reads requests, one a line. Throws as `parseTools` does, and for a grade that is no number above 0. */
export function parseRequests(text: string, file: string): ToolRequest[] {
  const ids = new Set<string>();
  return parseJsonLines(text, file, (row) => ({
    id: uniqueId(row, ids),
    query: row.text('query'),
    relevant: gradesOf(row),
  }));
}

function uniqueId(row: JsonRow, ids: Set<string>): string {
  const id = row.text('id');
  if (ids.has(id)) throw row.problem(`the id ${JSON.stringify(id)} stands there twice`);
  ids.add(id);
  return id;
}

function gradesOf(row: JsonRow): ReadonlyMap<string, number> {
  const grades = new Map<string, number>();
  for (const [id, grade] of Object.entries(row.object('relevant'))) {
    if (typeof grade !== 'number' || !(grade > 0))
      throw row.problem(`the grade of ${JSON.stringify(id)} is not above 0`);
    grades.set(id, grade);
  }
  return grades;
}

/** What requests name and the catalogue does not have: a newer version of a server may have renamed a tool. */
export interface MissingTools {
  readonly ids: readonly string[];
  /** Of all the tools that the requests name. */
  readonly share: number;
}

export function missingTools({ tools, requests }: Omit<ToolSet, 'name'>): MissingTools {
  const known = new Set(tools.map(({ id }) => id));
  const named = new Set(requests.flatMap(({ relevant }) => [...relevant.keys()]));
  const ids = [...named].filter((id) => !known.has(id)).sort();
  return { ids, share: ids.length / Math.max(named.size, 1) };
}
