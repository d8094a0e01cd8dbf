import { MAX_REQUEST_TOOLS, MAX_TOOL_LIMIT } from '../../rules/loader/strategy-limits.ts';
import { checkWholeNumber } from '../../rules/option-checks.ts';
import type { ExposedTool, ModelCallOptions, ModelToolCaller, ModelToolResult } from '../../words/exposed-tool.ts';
import type { SelectOptions } from '../../words/loader-options.ts';
import type { JsonObject } from '../../words/tool.ts';
import type { ProgressiveMCPLoader } from './progressive-mcp-loader.ts';

export interface ActivationOptions {
  /** Tools at most, the meta-tools among them. Default 128, what every model API takes in a request; at least the meta-tools, up to 1,000. */
  readonly limit?: number | undefined;
}

/** What one turn added. */
export interface ActivationStep {
  /** In the order in which they now stand at the end of `tools`. */
  readonly added: readonly ExposedTool[];
  /** Names that were wanted and could not be added, and why. The meta-tools still reach those that did not fit. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * The tools array of one conversation. It begins with the loader's meta-tools and only grows, at its end, in the order in which
 * tools were activated, and within one step in the order of the selection or of the given names: what a provider has cached of a
 * prompt stays cached. A tool that was removed, changed or held since stays in its place, and a call of it is answered by what to do.
 */
export interface Activation extends ModelToolCaller {
  /** Another array after each growth; the earlier ones stay as they were. */
  readonly tools: readonly ExposedTool[];
  /** Adds what the loader selects for a task. Tools that are there already stay where they are. */
  activate(task: string, options?: SelectOptions): Promise<ActivationStep>;
  /** Adds tools by name, for instance those that `search_tools` found. */
  add(names: readonly string[], options?: { readonly signal?: AbortSignal | undefined }): Promise<ActivationStep>;
  /** Begins anew, with the meta-tools alone: for the next conversation. */
  restart(): void;
}

export function createActivation(loader: ProgressiveMCPLoader, options: ActivationOptions = {}): Activation {
  return new GrowingActivation(loader, options);
}

class GrowingActivation implements Activation {
  readonly #loader: ProgressiveMCPLoader;
  readonly #limit: number;
  #tools: readonly ExposedTool[];

  constructor(loader: ProgressiveMCPLoader, { limit = MAX_REQUEST_TOOLS }: ActivationOptions) {
    this.#loader = loader;
    this.#limit = checkWholeNumber('limit', limit, { min: loader.metaTools.length, max: MAX_TOOL_LIMIT });
    this.#tools = loader.metaTools;
  }

  get tools(): readonly ExposedTool[] {
    return this.#tools;
  }

  async activate(task: string, options: SelectOptions = {}): Promise<ActivationStep> {
    const { exposed } = await this.#loader.select(task, options);
    return this.#append(exposed);
  }

  async add(
    names: readonly string[],
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<ActivationStep> {
    const found = await this.#loader.lookUp(names, options);
    const { added, leftOut } = this.#append(found.flatMap(({ tool }) => tool ?? []));
    const unknown = found.flatMap(({ name, problem }) => (problem === undefined ? [] : [{ name, reason: problem }]));
    return { added, leftOut: [...unknown, ...leftOut] };
  }

  /** Synchronous, so that two steps at a time follow one another. */
  #append(wanted: readonly ExposedTool[]): ActivationStep {
    const present = new Set(this.#tools.map(({ name }) => name));
    const fresh = [...new Map(wanted.map((tool) => [tool.name, tool])).values()].filter(
      ({ name }) => !present.has(name),
    );
    const room = this.#limit - this.#tools.length;
    const added = fresh.slice(0, room);
    if (added.length > 0) this.#tools = Object.freeze([...this.#tools, ...added]);
    const reason = `This conversation has ${this.#limit} tools already: call it through call_tool.`;
    return { added, leftOut: fresh.slice(room).map(({ name }) => ({ name, reason })) };
  }

  async call(name: string, args: JsonObject, options: ModelCallOptions = {}): Promise<ModelToolResult> {
    const shown = this.#tools.find((tool) => tool.name === name);
    if (shown === undefined || this.#loader.metaTools.includes(shown)) return this.#loader.call(name, args, options);
    return this.#loader.callShown(shown, args, options);
  }

  restart(): void {
    this.#tools = this.#loader.metaTools;
  }
}
