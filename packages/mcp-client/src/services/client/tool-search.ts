import { createToolIndex } from '../../rules/search/tool-index.ts';
import type { FoundTool } from '../../words/client-results.ts';
import type { SearchAnswer, SearchOptions } from '../../words/search.ts';
import type { ToolIndex } from '../../words/tool-index.ts';
import type { CatalogTool } from '../../words/tool.ts';
import type { WordTable } from '../../words/word-table.ts';

/** An index that is kept in step with the catalog, from the first search on. Held tools are not in it. */
export class ToolSearch {
  readonly #index: ToolIndex;
  readonly #known: () => readonly CatalogTool[];
  readonly #tools = new Map<string, CatalogTool>();
  #isInStep = false;

  /** `known`: the tools of all servers as they are now. */
  constructor(wordTable: WordTable | undefined, known: () => readonly CatalogTool[]) {
    this.#index = createToolIndex({ wordTable });
    this.#known = known;
  }

  /** The tools are no longer what they were at the last search. */
  outdate(): void {
    this.#isInStep = false;
  }

  search(request: string, options: SearchOptions): Pick<SearchAnswer, 'confidence'> & { hits: readonly FoundTool[] } {
    if (!this.#isInStep) this.#update();
    const { hits, confidence } = this.#index.search(request, options);
    return {
      hits: hits.flatMap(({ id, score, reasons }) => {
        const tool = this.#tools.get(id);
        return tool === undefined ? [] : [{ tool, score, reasons }];
      }),
      confidence,
    };
  }

  /** Takes over what differs from what it has. */
  #update(): void {
    const ready = new Map(
      this.#known()
        .filter(({ state }) => state === 'ready')
        .map((tool) => [tool.id, tool]),
    );
    for (const id of this.#tools.keys()) {
      if (!ready.has(id)) this.#index.delete(id);
    }
    for (const [id, tool] of ready) {
      const known = this.#tools.get(id);
      const isSame = known?.hash === tool.hash && known.serverDescription === tool.serverDescription;
      if (!isSame) this.#index.set(tool);
    }
    this.#tools.clear();
    for (const [id, tool] of ready) this.#tools.set(id, tool);
    this.#isInStep = true;
  }
}
