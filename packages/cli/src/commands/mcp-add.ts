import { addressFlaw, isBeneath, serverIdOf } from '@wicketgate/mcp-client';
import { cleanText } from '../rules/clean-text.ts';
import type { Invocation } from '../services/command.ts';
import type { Context } from '../services/context.ts';
import { changeOwnServers } from '../services/mcp-own-file.ts';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import { CommandFailure } from '../words/failure.ts';

interface Options {
  readonly serverUrl?: string;
  readonly credential?: true;
  readonly passEnv?: readonly string[];
  readonly tokenEnv?: string;
}

/** The file names variables, so that it can be read by anybody and holds no secret. */
export async function run(context: Context, { args, options }: Invocation<Options>): Promise<ExitCode> {
  const [id = '', ...program] = args;
  if (serverIdOf(id) !== id) {
    throw new CommandFailure(
      'usage',
      'The name of a server is 1 to 64 letters, digits, dots, underscores and hyphens.',
    );
  }
  const entry =
    options.serverUrl === undefined ? programEntry(program, options) : await addressEntry(context, program, options);
  const replaced = await changeOwnServers(context, id, entry);
  const { terminal, config } = context;
  await terminal.answer(
    { id, file: config.mcpFile, replaced },
    () => `${id} is in ${cleanText(config.mcpFile)}${replaced ? ', in the place of the one that was there' : ''}.`,
  );
  await terminal.note(`Try it: wicketgate mcp test ${id}`);
  return EXIT.done;
}

function programEntry([command, ...args]: readonly string[], { passEnv, credential, tokenEnv }: Options): object {
  if (command === undefined) {
    throw new CommandFailure('usage', 'Say what the server is: its program behind --, or --server-url URL.');
  }
  if (credential || tokenEnv !== undefined) {
    throw new CommandFailure(
      'usage',
      '--credential and --token-env are for an address. A program gets variables: --pass-env NAME.',
    );
  }
  const env = Object.fromEntries((passEnv ?? []).map((name) => [name, `\${env:${name}}`]));
  return { type: 'stdio', command, args, ...(passEnv && { env }) };
}

async function addressEntry(context: Context, program: readonly string[], options: Options): Promise<object> {
  const { serverUrl = '', credential, passEnv, tokenEnv } = options;
  if (program.length > 0) throw new CommandFailure('usage', 'A server has a program or an address, not both.');
  if (passEnv !== undefined) throw new CommandFailure('usage', '--pass-env is for a program.');
  if (credential && tokenEnv !== undefined)
    throw new CommandFailure('usage', 'Use --credential or --token-env, not both.');
  const flaw = addressFlaw(serverUrl);
  if (flaw !== undefined) throw new CommandFailure('usage', `The address of --server-url does not fit. ${flaw}`);
  if (!credential) {
    const headers = tokenEnv === undefined ? undefined : { Authorization: `Bearer \${env:${tokenEnv}}` };
    return { type: 'http', url: serverUrl, ...(headers && { headers }) };
  }
  const { url } = await context.settings();
  if (!isBeneath(url.value, serverUrl)) {
    throw new CommandFailure(
      'usage',
      `Your key goes to the gateway alone, and this address is not beneath ${url.value}.`,
    );
  }
  return { type: 'http', url: serverUrl, credential: 'wicketgate' };
}
