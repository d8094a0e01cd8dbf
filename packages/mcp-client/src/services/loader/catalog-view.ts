import { definitionText, exposeTool } from '../../rules/exposure/expose-tool.ts';
import { nearestNames } from '../../rules/exposure/nearest-names.ts';
import type { ExposedTool, RefusedTool } from '../../words/exposed-tool.ts';
import type { ListToolsOptions, ServerProblem, ToolSource } from '../../words/tool-client.ts';
import type { ToolIndex } from '../../words/tool-index.ts';
import type { CatalogTool } from '../../words/tool.ts';

/** A tool that a model may be given. */
export interface UsableTool {
  readonly tool: CatalogTool;
  readonly exposed: ExposedTool;
  readonly tokens: number;
}

/** What stands behind a name. */
export type NamedTool =
  | { readonly kind: 'usable'; readonly entry: UsableTool }
  | { readonly kind: 'held'; readonly tool: CatalogTool }
  | { readonly kind: 'refused'; readonly refused: RefusedTool }
  | { readonly kind: 'unknown'; readonly nearest: readonly string[] };

export interface CatalogChange {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

export interface CatalogViewOptions {
  readonly source: ToolSource;
  readonly index: ToolIndex;
  readonly countTokens: (text: string) => number;
  readonly descriptionLimit: number;
  readonly listWithinMs: number;
  readonly onChange: (change: CatalogChange) => void;
}

const MAX_SUGGESTIONS = 3;

/** The catalog as a loader uses it: what models may see of each tool, and an index kept in step. */
export class CatalogView {
  readonly #options: CatalogViewOptions;
  #seen: ReadonlyMap<string, CatalogTool> = new Map();
  #usable: ReadonlyMap<string, UsableTool> = new Map();
  #refused: ReadonlyMap<string, RefusedTool> = new Map();
  #byName: ReadonlyMap<string, string> = new Map();
  #problems: readonly ServerProblem[] = [];
  #tokens = 0;
  #listed: readonly CatalogTool[] = [];
  #generation = 0;

  constructor(options: CatalogViewOptions) {
    this.#options = options;
  }

  /** Grows with each change of what can be called. */
  get generation(): number {
    return this.#generation;
  }

  get problems(): readonly ServerProblem[] {
    return this.#problems;
  }

  /** Tools that may be chosen, in the order of the source. */
  get usable(): ReadonlyMap<string, UsableTool> {
    return this.#usable;
  }

  get refused(): readonly RefusedTool[] {
    return [...this.#refused.values()];
  }

  /** Of the definitions of all usable tools. */
  get tokens(): number {
    return this.#tokens;
  }

  /**
   * Asks the source, and takes up what is no longer as it was. Synchronous after the answer, so that nobody sees half of it. Answers
   * the servers that are still under way.
   */
  async refresh(options: ListToolsOptions): Promise<readonly string[]> {
    const { tools, problems, underWay = [] } = await this.#options.source.listTools(options);
    this.#problems = problems;
    this.#takeUp(tools);
    return underWay;
  }

  /** The same without waiting for slow servers. */
  async refreshInTime(options: Pick<ListToolsOptions, 'signal'>): Promise<readonly string[]> {
    return this.refresh({ ...options, withinMs: this.#options.listWithinMs });
  }

  /** By wire name, by `server/tool`, or by the tool's own name when only one has it. */
  find(name: string): NamedTool {
    const id = this.#seen.has(name) ? name : this.#byName.get(name);
    const tool = id === undefined ? undefined : this.#seen.get(id);
    if (tool === undefined) return { kind: 'unknown', nearest: this.#nearest(name) };
    if (tool.state === 'held') return { kind: 'held', tool };
    const entry = this.#usable.get(tool.id);
    const refused = this.#refused.get(tool.id);
    if (entry !== undefined) return { kind: 'usable', entry };
    return refused === undefined ? { kind: 'held', tool } : { kind: 'refused', refused };
  }

  #takeUp(tools: readonly CatalogTool[]): void {
    if (isSameList(this.#listed, tools)) return;
    const now = new Map(tools.map((tool) => [tool.id, tool]));
    const change = compare(this.#seen, now);
    if (change.added + change.changed + change.removed > 0) this.#take(now, change);
    this.#listed = tools;
  }

  /** What can throw comes first: a listing that could not be taken up leaves everything as it was, and is taken up again. */
  #take(now: ReadonlyMap<string, CatalogTool>, change: CatalogChange): void {
    const byName = namesOf(now.values());
    const usable = new Map<string, UsableTool>();
    const refused = new Map<string, RefusedTool>();
    for (const tool of now.values()) {
      if (tool.state !== 'ready') continue;
      const taken = this.#takeReady(tool, byName);
      if ('exposed' in taken) usable.set(tool.id, taken);
      else refused.set(tool.id, taken);
    }
    this.#updateIndex(usable);
    this.#seen = now;
    this.#byName = byName;
    this.#usable = usable;
    this.#refused = refused;
    this.#tokens = [...usable.values()].reduce((sum, { tokens }) => sum + tokens, 0);
    this.#generation++;
    this.#options.onChange(change);
  }

  #takeReady(tool: CatalogTool, byName: ReadonlyMap<string, string>): UsableTool | RefusedTool {
    if (byName.get(tool.wireName) !== tool.id) return { id: tool.id, reason: 'Another tool has its wire name.' };
    const known = this.#usable.get(tool.id);
    if (known !== undefined && isSame(known.tool, tool)) return known;
    const { exposed, refused } = exposeTool(tool, this.#options.descriptionLimit);
    return refused ?? { tool, exposed, tokens: this.#options.countTokens(definitionText(exposed)) };
  }

  #updateIndex(usable: ReadonlyMap<string, UsableTool>): void {
    const { index } = this.#options;
    for (const id of this.#usable.keys()) if (!usable.has(id)) index.delete(id);
    for (const [id, entry] of usable) if (this.#usable.get(id) !== entry) index.set(entry.tool);
  }

  #nearest(name: string): readonly string[] {
    const names = [...this.#usable.values()].map(({ exposed }) => exposed.name);
    return nearestNames(name, names, MAX_SUGGESTIONS);
  }
}

/** Cheap, and true for nearly every answer: a client keeps its definitions for as long as they hold. */
function isSameList(before: readonly CatalogTool[], now: readonly CatalogTool[]): boolean {
  return before === now || (before.length === now.length && before.every((tool, at) => tool === now[at]));
}

function compare(before: ReadonlyMap<string, CatalogTool>, now: ReadonlyMap<string, CatalogTool>): CatalogChange {
  let added = 0;
  let changed = 0;
  for (const [id, tool] of now) {
    const known = before.get(id);
    if (known === undefined) added++;
    else if (!isSame(known, tool)) changed++;
  }
  return { added, changed, removed: before.size + added - now.size };
}

/** The hash is of everything but where the tool comes from and whether it may be called. */
function isSame(one: CatalogTool, other: CatalogTool): boolean {
  return (
    one === other ||
    (one.hash === other.hash &&
      one.state === other.state &&
      one.wireName === other.wireName &&
      one.serverDescription === other.serverDescription)
  );
}

/** A name like `files/read` or `files__read` is the address of a tool. */
const LOOKS_LIKE_ADDRESS = /\/|__/;

/**
 * Ids by wire name, the first tool that has it; and by the tool's own name, where no other has that and it is not like an address:
 * a server that names its tool `files__delete` must not get the calls of that one when it is denied or gone.
 */
function namesOf(tools: Iterable<CatalogTool>): Map<string, string> {
  const byWireName = new Map<string, string>();
  const byOwnName = new Map<string, string | undefined>();
  for (const { id, wireName, name } of tools) {
    if (!byWireName.has(wireName)) byWireName.set(wireName, id);
    if (!LOOKS_LIKE_ADDRESS.test(name)) byOwnName.set(name, byOwnName.has(name) ? undefined : id);
  }
  for (const [name, id] of byOwnName) {
    if (id !== undefined && !byWireName.has(name)) byWireName.set(name, id);
  }
  return byWireName;
}
