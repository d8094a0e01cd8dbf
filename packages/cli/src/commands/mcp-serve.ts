import { createBridge, type ResultBudget, type ServerReport } from '@wicketgate/mcp-client';
import { ProgressiveMCPLoader } from '@wicketgate/mcp-client/loader';
import { serveBridge } from '../adapters/bridge-server.ts';
import { STARTED_BY_US } from '../adapters/tool-client.ts';
import { cleanText } from '../rules/clean-text.ts';
import { parseArguments } from '../rules/tool-arguments.ts';
import { reportSentence } from '../rules/views/server-view.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { type McpRoom, withToolClient } from '../services/mcp-room.ts';
import type { ServerFlags } from '../services/mcp-servers.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

interface Options extends ServerFlags {
  readonly expose?: 'all' | 'meta';
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
  readonly defaultParameters?: string;
  readonly resultLimit?: number;
  readonly toolsOnly?: true;
}

const MB = 2 ** 20;

/**
 * What goes to the client of one result, in bytes: programs read lines of 10 MB, and structured content may take as much as the
 * text does. The whole of what is cut can be read as a resource.
 */
const RESULTS: ResultBudget = { textBytes: 2 * MB, blockBytes: 4 * MB, keptBytes: 64 * MB, keptResults: 100 };

const VARIABLE = 'WICKETGATE_MCP_DEFAULT_PARAMETERS';

/** Standard output is the client's: everything that people read goes to standard error. */
export async function run(context: Context, { options }: Invocation<Options>): Promise<ExitCode> {
  const { io, terminal } = context;
  refuseItself(context);
  const { allow, deny } = options;
  const tools = { ...(allow && { allow }), ...(deny && { deny }) };
  const results = budgetOf(options);
  const client = { tools, defaultArguments: defaultArguments(context, options), results };
  return withToolClient(context, { ...options, client }, async (room) => {
    const loader = new ProgressiveMCPLoader(room.client, { clock: io.clock });
    const bridge = createBridge({
      source: room.client,
      loader,
      expose: options.expose ?? 'automatic',
      offers: options.toolsOnly ? undefined : room.client,
      onRefused: (tool) => tell(context, `${tool.id} is not served: ${tool.reason}`),
    });
    const stop = tellServers(context, room);
    await terminal.note(`Serving ${room.servers.map(({ id }) => cleanText(id)).join(', ')}.`);
    try {
      await serveBridge(io, {
        bridge,
        instructions: instructionsOf(room),
        onProblem: (error) => tell(context, error.message),
      });
    } finally {
      stop();
    }
    return io.signal.aborted ? EXIT.interrupted : EXIT.done;
  });
}

function budgetOf({ toolsOnly, resultLimit: textBytes }: Options): ResultBudget | undefined {
  if (!toolsOnly) return { ...RESULTS, ...(textBytes !== undefined && { textBytes }) };
  if (textBytes === undefined) return undefined;
  const message = '--result-limit leaves the rest to a resource: it does not go with --tools-only.';
  throw new CommandFailure('usage', message);
}

/** A file that names this command would otherwise start it for ever. */
function refuseItself({ io }: Context): void {
  if (io.env[STARTED_BY_US] === undefined) return;
  const hint =
    'Take the entry that starts `wicketgate mcp serve` out of the file, or name other servers with --server.';
  throw new CommandFailure('broken_config', 'This bridge was started by another one.', { hint });
}

function defaultArguments(
  { io }: Context,
  { defaultParameters }: Options,
): Readonly<Record<string, unknown>> | undefined {
  const text = defaultParameters ?? io.env[VARIABLE];
  if (text === undefined || text.trim() === '') return undefined;
  const place = defaultParameters === undefined ? `The variable ${VARIABLE}` : 'The text of --default-parameters';
  const parsed = parseArguments(text, place);
  if (parsed.ok) return parsed.value;
  throw new CommandFailure(defaultParameters === undefined ? 'broken_config' : 'usage', parsed.problem);
}

/** Nobody waits for it. A log that nobody reads must not end the bridge. */
function tell({ terminal }: Context, sentence: string): void {
  terminal.warn(terminal.errorStyle.warn(cleanText(sentence))).catch(() => undefined);
}

/** The others are on the way to these. */
const TOLD: readonly ServerReport['state'][] = ['ready', 'failed', 'cooling'];

/** Each state of each server as it changes. */
function tellServers({ terminal }: Context, { client }: McpRoom): () => void {
  const told = new Map<string, string>();
  return client.on((event) => {
    if (event.kind !== 'server' || !TOLD.includes(event.report.state)) return;
    const { id, state, problem } = event.report;
    const sentence = problem === undefined ? `${cleanText(id)}: ${state}` : (reportSentence(event.report) ?? '');
    if (told.get(id) === sentence) return;
    told.set(id, sentence);
    const said = problem === undefined ? terminal.note(sentence) : terminal.warn(terminal.errorStyle.warn(sentence));
    // As above: nobody waits for it.
    said.catch(() => undefined);
  });
}

function instructionsOf({ servers }: McpRoom): string {
  return `Tools of these MCP servers: ${servers.map(({ id }) => id).join(', ')}. A tool is named server__tool.`;
}
