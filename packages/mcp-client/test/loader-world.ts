import { toolId, toolWireName } from '@wicketgate/contract';
import type { CallOptions, ListToolsOptions, ServerProblem, ToolResult, ToolSource } from '../src/words/tool-client.ts';
import type { CatalogTool, JsonObject, ToolDefinition } from '../src/words/tool.ts';

export type ToolDraft = Partial<Omit<CatalogTool, 'id' | 'server' | 'name'>>;

/** A tool of a catalog, by its id. Its hash is whatever makes two different tools different. */
export function catalogTool(id: string, draft: ToolDraft = {}): CatalogTool {
  const slash = id.indexOf('/');
  const server = id.slice(0, slash);
  const name = id.slice(slash + 1);
  const { inputSchema = { type: 'object', properties: {} }, ...others } = draft;
  const definition: ToolDefinition = { name, inputSchema, ...others };
  return {
    id: toolId(server, name),
    server,
    wireName: toolWireName(server, name),
    hash: JSON.stringify(definition),
    state: 'ready',
    ...definition,
  };
}

/** An object with these parameters, all of them texts. */
export function parameters(...names: readonly string[]): JsonObject {
  return { type: 'object', properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) };
}

export interface RecordedCall {
  readonly tool: string;
  readonly args: JsonObject;
  readonly signal: AbortSignal | undefined;
}

/** A client without servers: what it lists can be changed, what it is asked is kept. */
export interface FakeSource extends ToolSource {
  tools: readonly CatalogTool[];
  problems: readonly ServerProblem[];
  /** How a call ends. */
  answer: (call: RecordedCall) => Promise<ToolResult> | ToolResult;
  readonly calls: readonly RecordedCall[];
  readonly listings: readonly ListToolsOptions[];
}

export function createFakeSource(tools: readonly CatalogTool[] = []): FakeSource {
  const calls: RecordedCall[] = [];
  const listings: ListToolsOptions[] = [];
  return {
    tools,
    problems: [],
    answer: ({ tool, args }) => textResult(tool, `${tool} ${JSON.stringify(args)}`),
    calls,
    listings,
    listTools(options: ListToolsOptions = {}) {
      if (options.signal?.aborted === true) return Promise.reject(options.signal.reason as Error);
      listings.push(options);
      return Promise.resolve({ tools: this.tools, problems: this.problems });
    },
    async callTool(tool: string, args: JsonObject = {}, options: CallOptions = {}) {
      const call = { tool, args, signal: options.signal };
      calls.push(call);
      return this.answer(call);
    },
    on: () => () => undefined,
  };
}

function textResult(tool: string, text: string): ToolResult {
  return {
    tool,
    content: [{ type: 'text', text }],
    structuredContent: undefined,
    isError: false,
    truncated: undefined,
    durationMs: 1,
    attempts: 1,
  };
}

/** A catalog of everyday tools on four servers. */
export function everydayTools(): readonly CatalogTool[] {
  return [
    catalogTool('github/create_issue', {
      description: 'Create a new issue in a GitHub repository. The title is required.',
      inputSchema: parameters('owner', 'repo', 'title', 'body'),
    }),
    catalogTool('github/create_pull_request', {
      description: 'Create a new pull request in a GitHub repository.',
      inputSchema: parameters('owner', 'repo', 'title', 'head', 'base'),
    }),
    catalogTool('github/list_commits', {
      description: 'List the commits of a branch in a GitHub repository.',
      inputSchema: parameters('owner', 'repo', 'branch'),
      annotations: { readOnlyHint: true },
    }),
    catalogTool('files/read_file', {
      description: 'Read the complete contents of a file from the file system.',
      inputSchema: parameters('path'),
      annotations: { readOnlyHint: true },
    }),
    catalogTool('files/delete_file', {
      description: 'Delete a file from the file system.',
      inputSchema: parameters('path'),
      annotations: { destructiveHint: true },
    }),
    catalogTool('mail/send_message', {
      description: 'Send an email message to one or more recipients.',
      inputSchema: parameters('to', 'subject', 'body'),
    }),
    catalogTool('weather/forecast', {
      description: 'Get the weather forecast for a city for the next days.',
      inputSchema: parameters('city', 'days'),
      serverDescription: 'Weather of the world. Forecasts and history.',
    }),
  ];
}
