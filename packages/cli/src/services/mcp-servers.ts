import type { CredentialSource } from '@wicketgate/core';
import { Secret } from '@wicketgate/core';
import {
  addressFlaw,
  type ConfigProblem,
  type ConfiguredServer,
  isBeneath,
  serverIdOf,
  type ServerTarget,
  toServerTarget,
} from '@wicketgate/mcp-client';
import type { ServerConfig } from '@wicketgate/mcp-client/node';
import { cleanText } from '../rules/clean-text.ts';
import { startsBridge } from '../rules/mcp-snippets.ts';
import { configProblemSentence, originText, targetText } from '../rules/views/config-files-view.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';
import { type ConfigFlags, readMcpConfig } from './mcp-config.ts';
import { answerInputs, inputVariable } from './mcp-inputs.ts';

/** The options that say which servers, as every command about tools has them, parsed. */
export interface ServerFlags extends ConfigFlags {
  readonly server?: readonly string[];
  /** One server by its address, instead of those in files. */
  readonly serverUrl?: string;
  /** The gateway's own tools, instead of servers in files. */
  readonly gateway?: true;
  /** Variable that holds the token for `serverUrl`. */
  readonly tokenEnv?: string;
}

/** A server that the command is about. */
export interface ChosenServer {
  readonly id: string;
  /** Where it was described, for people. */
  readonly origin: string;
  /** What it is, without what may be secret. */
  readonly target: string;
  readonly spec: ServerTarget;
}

export interface ChosenServers {
  readonly servers: readonly ChosenServer[];
  /** What is wrong in the files, of the servers in question. */
  readonly problems: readonly ConfigProblem[];
}

const GATEWAY_ID = 'wicketgate';

/** The servers that were named, or all that are configured. Throws `no_server` for a name that no file has. */
export async function chooseServers(context: Context, flags: ServerFlags): Promise<ChosenServers> {
  const { server: wanted, serverUrl, gateway } = flags;
  if (flags.tokenEnv !== undefined && serverUrl === undefined) {
    throw new CommandFailure('usage', '--token-env is for the server of --server-url.');
  }
  if (serverUrl !== undefined || gateway) {
    if (flags.file !== undefined)
      throw new CommandFailure('usage', '--file does not go with --server-url and --gateway.');
    return { servers: await namedServers(context, flags), problems: [] };
  }
  const isWanted = (id: string) => wanted === undefined || wanted.includes(id);
  const config = await filledConfig(context, flags, isWanted);
  const checked = await Promise.all(
    config.servers.filter(({ id }) => isWanted(id)).map((server) => choose(context, server)),
  );
  const problems = config.problems.filter(({ server }) => server === undefined || isWanted(server)).map(withAdvice);
  const known = new Set([...config.servers.map(({ id }) => id), ...problems.flatMap(({ server }) => server ?? [])]);
  const missing = wanted?.find((id) => !known.has(id));
  if (missing !== undefined) throw noSuchServer(missing, [...known]);
  return {
    servers: checked.flatMap((item) => ('spec' in item ? item : [])),
    problems: [...problems, ...checked.flatMap((item) => ('spec' in item ? [] : item))],
  };
}

/** Says on stderr what is wrong in the files, and ends the command where no server is left. */
export async function needServers(
  { terminal }: Pick<Context, 'terminal'>,
  { servers, problems }: ChosenServers,
): Promise<void> {
  for (const problem of problems) await terminal.warn(terminal.errorStyle.warn(configProblemSentence(problem)));
  if (servers.length > 0) return;
  const hint =
    'Add one with `wicketgate mcp add ID -- PROGRAM`, or name one: --server-url URL, --gateway, --file FILE. ' +
    '`wicketgate mcp config` shows where files are looked for.';
  const [problem] = problems;
  const message =
    problem === undefined
      ? 'No MCP server is configured.'
      : `No MCP server can be used. ${configProblemSentence(problem)}`;
  throw new CommandFailure('no_server', message, { hint });
}

/** The inputs are asked for only when a server in question wants them. */
async function filledConfig(
  context: Context,
  flags: ServerFlags,
  isWanted: (server: string) => boolean,
): Promise<ServerConfig> {
  const config = await readMcpConfig(context, flags);
  const answers = await answerInputs(context, config, isWanted);
  return Object.keys(answers).length === 0 ? config : readMcpConfig(context, flags, answers);
}

async function choose(context: Context, server: ConfiguredServer): Promise<ChosenServer | ConfigProblem> {
  const { id, file, line, launch } = server;
  const problem = (member: string, message: string) => ({
    ...{ file, line, member: `${server.name}${member}`, message },
    server: id,
    input: undefined,
  });
  if (launch.transport === 'stdio') {
    if (startsBridge(launch)) return problem('', 'It starts this command itself, and is passed over.');
    return { id, origin: originText(server), target: targetText(server), spec: toServerTarget(server) };
  }
  const spec = toServerTarget(server);
  const about = { id, origin: originText(server), target: targetText(server) };
  if (launch.credential === undefined || !('url' in spec)) return { ...about, spec };
  const { url } = await context.settings();
  if (!isBeneath(url.value, launch.url)) {
    return problem('.credential', `Your key goes to the gateway alone, and this address is not beneath ${url.value}.`);
  }
  return { ...about, spec: { ...spec, credential: credentialOf(context) } };
}

async function namedServers(context: Context, flags: ServerFlags): Promise<readonly ChosenServer[]> {
  const { url: base } = await context.settings();
  const ofGateway: ChosenServer = {
    id: GATEWAY_ID,
    origin: '--gateway',
    target: `${base.value}/mcp`,
    spec: { transport: 'http', url: `${base.value}/mcp`, credential: credentialOf(context) },
  };
  return [
    ...(flags.gateway ? [ofGateway] : []),
    ...(flags.serverUrl === undefined
      ? []
      : [addressed(context, flags.serverUrl, { base: base.value, tokenEnv: flags.tokenEnv })]),
  ];
}

/** Beneath the gateway's own URL the credential of the person goes along, elsewhere only what was given for it. */
function addressed(
  context: Context,
  text: string,
  { base, tokenEnv }: { readonly base: string; readonly tokenEnv: string | undefined },
): ChosenServer {
  const flaw = addressFlaw(text);
  if (flaw !== undefined) throw new CommandFailure('usage', `The address of --server-url does not fit. ${flaw}`);
  const { host, origin, pathname } = new URL(text);
  const own = isBeneath(base, text) ? credentialOf(context) : undefined;
  const credential = tokenEnv === undefined ? own : tokenOf(context, tokenEnv);
  return {
    id: serverIdOf(host) ?? 'server',
    origin: '--server-url',
    target: origin + pathname,
    spec: { transport: 'http', url: text, ...(credential && { credential }) },
  };
}

function tokenOf({ io }: Pick<Context, 'io'>, name: string): CredentialSource {
  const value = io.env[name]?.trim();
  if (!value) throw new CommandFailure('no_key', `The variable ${cleanText(name)} of --token-env is not set.`);
  const secret = new Secret(value);
  return { credential: () => Promise.resolve(secret) };
}

/** Where there is neither a key nor a sign-in, the server's own answer says that it wants one. */
function credentialOf({ keySource }: Pick<Context, 'keySource'>): CredentialSource {
  return {
    credential: async () => {
      try {
        return await keySource.credential();
      } catch (error) {
        if (error instanceof CommandFailure && error.code === 'no_key') return undefined;
        throw error;
      }
    },
    renew: (refused) => keySource.renew(refused),
  };
}

function withAdvice(problem: ConfigProblem): ConfigProblem {
  const { input, message } = problem;
  return input === undefined ? problem : { ...problem, message: `${message} Give it in ${inputVariable(input)}.` };
}

function noSuchServer(id: string, known: readonly string[]): CommandFailure {
  const hint = known.length === 0 ? 'No server is configured.' : `There are: ${known.join(', ')}.`;
  return new CommandFailure('no_server', `There is no server ${cleanText(id)}.`, { hint });
}
