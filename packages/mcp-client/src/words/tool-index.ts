import type { SearchAnswer, SearchOptions } from './search.ts';
import type { SearchableTool } from './tool.ts';

/** Finds tools for a request in words. Incremental: nothing is rebuilt when one tool comes, changes or goes. */
export interface ToolIndex {
  readonly size: number;
  /** Adds a tool, or puts it in the place of the one with its id. */
  set(tool: SearchableTool): void;
  /** Answers whether there was one. */
  delete(id: string): boolean;
  /** Synchronous, without I/O. A request that holds U+0001 is several: their answers are joined, best of each first. */
  search(request: string, options?: SearchOptions): SearchAnswer;
}
