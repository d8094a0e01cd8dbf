import { adviceFor } from '../../rules/exposure/failure-advice.ts';
import { cleanLine, firstSentence } from '../../rules/exposure/clean-text.ts';
import { looksTheSame } from '../../rules/exposure/expose-tool.ts';
import { type Read, readCall, readDescribe, readSearch } from '../../rules/exposure/meta-arguments.ts';
import { CALL_TOOL, DESCRIBE_TOOLS, LIST_SERVERS, SEARCH_TOOLS } from '../../rules/exposure/meta-tools.ts';
import { answerModel, refuseModel } from '../../rules/exposure/model-result.ts';
import { unwrapArguments } from '../../rules/exposure/root-object.ts';
import { addressedServers } from '../../rules/catalog/tool-reference.ts';
import { describeTools } from '../../rules/exposure/tool-details.ts';
import { groupBy } from '../../rules/group-by.ts';
import { McpError } from '../../words/errors.ts';
import type { ExposedTool, ModelCallOptions, ModelToolCaller, ModelToolResult } from '../../words/exposed-tool.ts';
import type { ToolSource } from '../../words/tool-client.ts';
import type { ToolIndex } from '../../words/tool-index.ts';
import type { JsonObject } from '../../words/tool.ts';
import type { CatalogView, NamedTool } from './catalog-view.ts';
import type { LoaderTally } from './loader-tally.ts';

export interface MetaToolCallsOptions {
  readonly source: ToolSource;
  readonly view: CatalogView;
  readonly index: ToolIndex;
  readonly tally: LoaderTally;
}

type Handler = (args: JsonObject, options: ModelCallOptions) => Promise<ModelToolResult>;

const NOTHING_FOUND = 'No tool answers this. Try other words, or go on without a tool.';
const LATER = 'Ask again in a moment.';
const GUESSES = 'No tool matches well: these are guesses.';

/** Answers the calls of models: of the meta-tools, and of every tool by its name. */
export class MetaToolCalls implements ModelToolCaller {
  readonly #options: MetaToolCallsOptions;
  readonly #handlers: ReadonlyMap<string, Handler>;

  constructor(options: MetaToolCallsOptions) {
    this.#options = options;
    this.#handlers = new Map<string, Handler>([
      [SEARCH_TOOLS.name, (args, { signal }) => this.#search(args, signal)],
      [DESCRIBE_TOOLS.name, (args, { signal }) => this.#describe(args, signal)],
      [CALL_TOOL.name, (args, callOptions) => this.#callByArguments(args, callOptions)],
      [LIST_SERVERS.name, (_, { signal }) => this.#listServers(signal)],
    ]);
  }

  /** Throws only when the caller's signal ends the call. */
  async call(name: string, args: JsonObject, options: ModelCallOptions = {}): Promise<ModelToolResult> {
    const handler = this.#handlers.get(name);
    return this.#answer(name, options.signal, () =>
      handler === undefined ? this.#callTool({ name }, args, options) : handler(args, options),
    );
  }

  /** As `call`, unless the tool is no longer what the model was shown. */
  async callShown(shown: ExposedTool, args: JsonObject, options: ModelCallOptions = {}): Promise<ModelToolResult> {
    const { name } = shown;
    return this.#answer(name, options.signal, () => this.#callTool({ name, shown }, args, options));
  }

  async #answer(
    name: string,
    signal: AbortSignal | undefined,
    answer: () => Promise<ModelToolResult>,
  ): Promise<ModelToolResult> {
    signal?.throwIfAborted();
    const result = await answer().catch((error: unknown) => {
      signal?.throwIfAborted();
      return refuseModel(failureText(error));
    });
    this.#count(name, result);
    return result;
  }

  #count(name: string, { isError }: ModelToolResult): void {
    const isTool = name === CALL_TOOL.name || !this.#handlers.has(name);
    this.#options.tally.call(isTool ? 'tools' : 'searches', isError ? 'failed' : 'answered');
  }

  async #search(args: JsonObject, signal: AbortSignal | undefined): Promise<ModelToolResult> {
    const { view, index } = this.#options;
    return whenRead(readSearch(args), async ({ query, limit, detail, servers }) => {
      const underWay = await view.refreshInTime({ signal });
      const { hits, confidence } = index.search(query, { limit, servers });
      const found = hits.flatMap(({ id }) => view.usable.get(id) ?? []);
      const { tools, shortened } = describeTools(found, detail);
      const missing = underWayNote(underWay.filter((server) => servers?.includes(server) ?? true));
      if (tools.length === 0) {
        const note = this.#unknownServers(servers, underWay) ?? NOTHING_FOUND;
        return answerModel({ tools, note: [note, ...missing].join(' ') });
      }
      const notes = [...(confidence === 'high' ? [] : [GUESSES]), ...shortenedNote(shortened), ...missing];
      return answerModel(notes.length === 0 ? { tools } : { tools, note: notes.join(' ') });
    });
  }

  #unknownServers(servers: readonly string[] = [], underWay: readonly string[]): string | undefined {
    const known = new Set([...[...this.#options.view.usable.values()].map(({ tool }) => tool.server), ...underWay]);
    const unknown = servers.filter((server) => !known.has(server)).map(quoted);
    if (unknown.length === 0) return undefined;
    return `No server is called ${unknown.join(', ')}. There are: ${[...known].join(', ')}.`;
  }

  async #describe(args: JsonObject, signal: AbortSignal | undefined): Promise<ModelToolResult> {
    const { view } = this.#options;
    return whenRead(readDescribe(args), async ({ names, detail }) => {
      const underWay = await view.refreshInTime({ signal });
      const named = names.map((name) => ({ name, found: view.find(name) }));
      const usable = named.flatMap(({ found }) => (found.kind === 'usable' ? [found.entry] : []));
      const { tools, shortened } = describeTools(usable, detail);
      const unusable = named.flatMap(({ name, found }) =>
        found.kind === 'usable' ? [] : [problemOf(name, found, underWay)],
      );
      const problems = [...unusable, ...shortenedNote(shortened)];
      if (tools.length === 0) return refuseModel(problems.join('\n'));
      return answerModel(problems.length === 0 ? { tools } : { tools, problems });
    });
  }

  async #listServers(signal: AbortSignal | undefined): Promise<ModelToolResult> {
    const { view } = this.#options;
    const missing = underWayNote(await view.refreshInTime({ signal }));
    const byServer = groupBy(view.usable.values(), ({ tool }) => tool.server);
    const servers = [...byServer].map(([name, entries]) => {
      const description = firstSentence(entries[0]?.tool.serverDescription ?? '');
      return { name, ...(description === '' ? {} : { description }), tools: entries.length };
    });
    return answerModel(missing.length === 0 ? { servers } : { servers, note: missing.join(' ') });
  }

  async #callByArguments(args: JsonObject, options: ModelCallOptions): Promise<ModelToolResult> {
    return whenRead(readCall(args), async ({ name, args: own }) => {
      if (this.#handlers.has(name)) return refuseModel(`${name} is not called through call_tool: call it directly.`);
      return this.#callTool({ name }, own, options);
    });
  }

  /** From the look at the tool to its call nothing is awaited, so that it cannot change in between. */
  async #callTool(
    { name, shown }: { readonly name: string; readonly shown?: ExposedTool },
    args: JsonObject,
    options: ModelCallOptions,
  ): Promise<ModelToolResult> {
    const found = await this.#find(name, options.signal);
    if (found.kind !== 'usable') return refuseModel(problemOf(name, found));
    const { tool, exposed } = found.entry;
    if (shown !== undefined && !looksTheSame(exposed, shown)) return refuseModel(changedText(name));
    return this.#options.source.callTool(tool.id, unwrapArguments(tool.inputSchema, args), options);
  }

  /** Asks nobody for a name that is known, and waits for the server of one that is not: a call is worth its time. */
  async #find(name: string, signal: AbortSignal | undefined): Promise<NamedTool> {
    const { view } = this.#options;
    await view.refresh({ from: 'cached' });
    const found = view.find(name);
    if (found.kind !== 'unknown') return found;
    const underWay = await view.refreshInTime({ signal });
    if (addressedServers(name, underWay).length > 0) await view.refresh({ signal });
    return view.find(name);
  }
}

async function whenRead<Value>(
  { value, flaw }: Read<Value>,
  answer: (value: Value) => Promise<ModelToolResult>,
): Promise<ModelToolResult> {
  return flaw === undefined ? answer(value) : refuseModel(flaw);
}

function shortenedNote(names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`Too long to be told together: describe ${names.join(', ')} apart.`];
}

function changedText(name: string): string {
  return `${name} was changed after you were shown it, and was not called. Use describe_tools for its new parameters, then call_tool.`;
}

/** Why a name cannot be used, and what to do. */
export function problemOf(
  name: string,
  found: Exclude<NamedTool, { kind: 'usable' }>,
  underWay: readonly string[] = [],
): string {
  switch (found.kind) {
    case 'held':
      return `${quoted(name)} is new or was changed. ${adviceFor('tool_held')}`;
    case 'refused':
      return `${quoted(name)} cannot be used: ${found.refused.reason}`;
    case 'unknown': {
      const [server] = addressedServers(name, underWay);
      if (server !== undefined) return `${quoted(name)} is not known: ${server} is still being listed. ${LATER}`;
      return found.nearest.length === 0
        ? `No tool is called ${quoted(name)}. ${adviceFor('unknown_tool')}`
        : `No tool is called ${quoted(name)}. Did you mean ${found.nearest.join(', ')}?`;
    }
  }
}

function underWayNote(servers: readonly string[]): readonly string[] {
  return servers.length === 0 ? [] : [`Still being listed: ${servers.join(', ')}. ${LATER}`];
}

/** What a model wrote, on its way back to it: one line, and no novel. */
function quoted(name: string): string {
  return JSON.stringify(cleanLine(name.slice(0, 200)));
}

/** Messages of ours hold no text of a server; those of others may. */
function failureText(error: unknown): string {
  if (!McpError.isInstance(error))
    return 'The call failed inside the client. Repeating it will not help: choose another tool.';
  return `${error.message} ${adviceFor(error.code)}`;
}
