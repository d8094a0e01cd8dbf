import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SearchableTool } from '../../src/words/tool.ts';

/** A request in the words of people, with the tools that serve it and their grade; none for what no tool does. */
export interface MadeUpRequest {
  readonly id: string;
  readonly query: string;
  readonly relevant: Readonly<Record<string, number>>;
}

/** 60 tools of ten servers that nobody runs, written for these tests. */
export function readMadeUpTools(): SearchableTool[] {
  return readLines('made-up.tools.jsonl') as SearchableTool[];
}

export function readMadeUpRequests(): MadeUpRequest[] {
  return readLines('made-up.queries.jsonl') as MadeUpRequest[];
}

function readLines(name: string): unknown[] {
  const lines = readFileSync(path.join(import.meta.dirname, name), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as unknown);
}
