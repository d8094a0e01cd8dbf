import { McpError } from '@wicketgate/mcp-client';
import { ServerProcessError } from '@wicketgate/mcp-client/node';
import { cleanText } from '../rules/clean-text.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { type McpRoom, withToolClient } from '../services/mcp-room.ts';
import type { ChosenServer, ServerFlags } from '../services/mcp-servers.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

/** Of what a program wrote to its standard error. */
const MOST_LINES = 20;

interface Step {
  readonly step: 'found' | 'connected' | 'listed';
  readonly detail: string;
}

/** Each step is told as it is done; the first that fails ends the command with what went wrong. */
export async function run(context: Context, { args, options }: Invocation<ServerFlags>): Promise<ExitCode> {
  const [id] = args;
  const flags = id === undefined ? options : { ...options, server: [...(options.server ?? []), id] };
  return withToolClient(context, flags, async (room) => {
    const server = onlyOne(room);
    const steps: Step[] = [];
    const tell = async (step: Step) => {
      steps.push(step);
      const { terminal } = context;
      if (!terminal.json)
        await terminal.event(step, () => `${terminal.style.good('ok')}  ${step.step}: ${step.detail}`);
    };
    await tell({ step: 'found', detail: `${cleanText(server.target)}, from ${cleanText(server.origin)}` });
    try {
      await tell({ step: 'connected', detail: await connect(context, room, server) });
      await tell({ step: 'listed', detail: await list(context, room, server) });
    } catch (error) {
      await tellLastWords(context, error);
      throw error;
    }
    if (context.terminal.json) await context.terminal.document({ server: server.id, steps });
    return EXIT.done;
  });
}

/** What a program wrote before it ended says more than that it did. */
async function tellLastWords({ terminal }: Context, error: unknown): Promise<void> {
  let cause = error;
  while (cause instanceof Error && !(cause instanceof ServerProcessError)) cause = cause.cause;
  if (!(cause instanceof ServerProcessError)) return;
  const lines = cause.stderr.split('\n').map(cleanText);
  const last = lines.filter((line) => line !== '').slice(-MOST_LINES);
  const { faint } = terminal.errorStyle;
  await terminal.warn([cause.message, ...last.map((line) => faint(`  ${line}`))].join('\n'));
}

function onlyOne({ servers }: McpRoom): ChosenServer {
  const [server, ...others] = servers;
  if (server !== undefined && others.length === 0) return server;
  const hint = `There are: ${servers.map(({ id }) => id).join(', ')}.`;
  throw new CommandFailure('usage', 'Name the server to test.', { hint });
}

async function connect({ io, terminal }: Context, { client }: McpRoom, { id }: ChosenServer): Promise<string> {
  await terminal.progress('Connecting…');
  const reports = await client.connect({ signal: io.signal });
  io.signal.throwIfAborted();
  const report = reports.find((item) => item.id === id);
  if (report?.problem !== undefined) throw report.problem;
  if (report?.negotiated === undefined) throw new McpError('server_unreachable', `The server ${id} did not connect.`);
  const { protocolVersion, serverInfo } = report.negotiated;
  return `${cleanText(serverInfo.name)} ${cleanText(serverInfo.version)}, protocol ${cleanText(protocolVersion)}`;
}

async function list({ io, terminal }: Context, { client }: McpRoom, { id }: ChosenServer): Promise<string> {
  await terminal.progress('Listing its tools…');
  const { tools, problems } = await client.listTools({ servers: [id], from: 'always', signal: io.signal });
  const [problem] = problems;
  if (problem !== undefined) throw problem.error;
  const held = tools.filter(({ state }) => state === 'held').length;
  return `${tools.length} ${tools.length === 1 ? 'tool' : 'tools'}${held > 0 ? `, ${held} held` : ''}`;
}
