import { getDefaultEnvironment } from '@modelcontextprotocol/client/stdio';
import { createRedactor } from '@wicketgate/core';
import { type CommandLine, commandLine, findProgram } from '@wicketgate/core/files';
import type { ConnectorSettings } from '../adapters/sdk/connector-settings.ts';
import { openConnection } from '../adapters/sdk/open-connection.ts';
import type { Connector } from '../ports/server-connection.ts';
import { McpError } from '../words/errors.ts';
import type { StdioServer } from '../words/server-options.ts';
import { ProcessTransport } from './process-transport.ts';

export interface StdioSettings extends ConnectorSettings {
  /** Default: that of this process. */
  readonly platform?: NodeJS.Platform | undefined;
}

/** Shorter values stand in any text. */
const SHORTEST_SECRET = 6;

/**
 * Connects to a server by starting it as a process, with the variables that any program needs (PATH, HOME, …) and those it is
 * given. Each connection is one process, ended with all that it started. It is what `MCPToolClient` takes as `stdio`.
 */
export function stdioConnector(server: Omit<StdioServer, 'transport'>, settings: StdioSettings): Connector {
  const { clock, platform = process.platform } = settings;
  const env = { ...getDefaultEnvironment(), ...server.env };
  const redact = redactorOf(server.env ?? {});
  return {
    async connect(connect) {
      const line = await lineOf(server, { env, platform });
      return openConnection(
        () => {
          const transport = new ProcessTransport({ line, env, cwd: server.cwd, clock, platform, redact });
          return { transport, kind: 'process', failure: () => transport.failure };
        },
        settings,
        connect,
      );
    },
  };
}

interface Place {
  readonly env: Readonly<Record<string, string>>;
  readonly platform: NodeJS.Platform;
}

/** Windows starts a script such as `npx.cmd` through its shell alone, and finds it by its ending. */
async function lineOf(
  { command, args = [] }: Pick<StdioServer, 'command' | 'args'>,
  place: Place,
): Promise<CommandLine> {
  if (place.platform !== 'win32') return { program: command, args, verbatim: false };
  // Windows itself would look for a mere name in the current folder first, where anybody may have left a program.
  const program = (await findProgram(command, place)) ?? (/[\\/]/.test(command) ? command : undefined);
  if (program === undefined) {
    throw new McpError('server_unreachable', 'The process of the server could not be started: no such program.', {
      attempts: 0,
    });
  }
  const line = commandLine([program, ...args], place);
  if (line) return line;
  throw new McpError('server_unreachable', 'An argument of the server holds a character that its script cannot take.');
}

/**
 * What a server is given to keep secret it may well write out when it fails. Longer values first: one may be part of another.
 * Lines count for themselves, since the beginning of what was written may be cut off.
 */
function redactorOf(env: Readonly<Record<string, string>>): (text: string) => string {
  const redact = createRedactor();
  const values = Object.values(env)
    .flatMap((value) => [value, ...value.split(/\r?\n/)])
    .filter((value) => value.length >= SHORTEST_SECRET)
    .sort((one, other) => other.length - one.length);
  return (text) => {
    const known = values.reduce((rest, value) => rest.replaceAll(value, () => '[redacted]'), text);
    return String(redact(known));
  };
}
