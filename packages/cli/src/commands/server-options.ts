import type { Command, Option } from 'commander';
import { found, parsed, repeated, type ValueParse } from './declare.ts';

/** The options that say which MCP servers, as every command about tools has them. */
export function addServerOptions(command: Command): Command {
  return command
    .addOption(serverOption())
    .addOption(fileOption())
    .addOption(urlOption())
    .option('--gateway', "the gateway's own tools, with your key or sign-in, instead of servers in files")
    .addOption(tokenOption());
}

/** `--file`, repeated. */
export function fileOption(): Option {
  return repeated('--file <file>', 'servers of this file instead of the usual ones; repeat it for more', (text) =>
    found(text === '' ? undefined : [text], 'It must be a file.'),
  );
}

/** `--server`, repeated or separated by commas. */
function serverOption(): Option {
  return repeated('--server <ids>', 'only these servers; repeat it, or separate them by commas', idsOf);
}

/** `--server-url`. */
export function urlOption(): Option {
  return parsed('--server-url <url>', 'one server by its address, instead of those in files', (text) =>
    found(URL.canParse(text) ? text : undefined, 'It must be a URL.'),
  );
}

/** `--token-env`. */
export function tokenOption(): Option {
  return variableOption('--token-env <name>', 'variable that holds the token for --server-url');
}

/** An option that names a variable of the environment: what is secret stands in no argument. */
export function variableOption(flags: string, summary: string): Option {
  return parsed(flags, summary, (text) =>
    found(/^[A-Za-z_]\w*$/.test(text) ? text : undefined, 'It must be the name of a variable.'),
  );
}

function idsOf(text: string): ValueParse<readonly string[]> {
  const ids = text.split(',').map((id) => id.trim());
  return found(ids.includes('') ? undefined : ids, 'Write an id, or several separated by commas.');
}
