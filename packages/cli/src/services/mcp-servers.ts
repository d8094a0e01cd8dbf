import {
  type ConfigProblem,
  type ConfiguredServer,
  isBeneath,
  type ServerTarget,
  toServerTarget,
} from '@wicketgate/mcp-client';
import type { ServerConfig } from '@wicketgate/mcp-client/node';
import { cleanText } from '../rules/clean-text.ts';
import { loginById, type SignInAddress, takesSignIn } from '../rules/mcp-sign-in.ts';
import { startsBridge } from '../rules/mcp-snippets.ts';
import { lostPathText } from '../rules/path-text.ts';
import { configProblemSentence, originText, targetText } from '../rules/views/config-files-view.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';
import { type ConfigFlags, readMcpConfig } from './mcp-config.ts';
import { answerInputs, inputVariable } from './mcp-inputs.ts';
import { type AddressFlags, gatewayCredential, namedServers } from './mcp-named-servers.ts';

/** The options that say which servers, as every command about tools has them, parsed. */
export interface ServerFlags extends ConfigFlags, AddressFlags {
  readonly server?: readonly string[];
}

/** A server that the command is about. */
export interface ChosenServer {
  readonly id: string;
  /** Where it was described, for people. */
  readonly origin: string;
  /** What it is, without what may be secret. */
  readonly target: string;
  readonly spec: ServerTarget;
  /** Where a sign-in of its own could speak for the person; undefined where something else does, or nothing can. */
  readonly signIn?: SignInAddress | undefined;
}

export interface ChosenServers {
  readonly servers: readonly ChosenServer[];
  /** What is wrong in the files, of the servers in question. */
  readonly problems: readonly ConfigProblem[];
  /** Files of the project that have servers and were not allowed. */
  readonly withheld: readonly string[];
}

/** The servers that were named, or all that are configured. Throws `no_server` for a name that no file has. */
export async function chooseServers(context: Context, flags: ServerFlags): Promise<ChosenServers> {
  const { server: wanted, serverUrl, gateway } = flags;
  if (flags.tokenEnv !== undefined && serverUrl === undefined) {
    throw new CommandFailure('usage', '--token-env is for the server of --server-url.');
  }
  if (serverUrl !== undefined || gateway) {
    if (flags.file !== undefined)
      throw new CommandFailure('usage', '--file does not go with --server-url and --gateway.');
    if (wanted !== undefined)
      throw new CommandFailure('usage', 'The id of a server does not go with --server-url and --gateway.');
    return { servers: await namedServers(context, flags), problems: [], withheld: [] };
  }
  const isWanted = (id: string) => wanted === undefined || wanted.includes(id);
  const config = await filledConfig(context, flags, isWanted);
  const checked = await Promise.all(
    config.servers.filter(({ id }) => isWanted(id)).map((server) => choose(context, server, flags)),
  );
  const problems = config.problems.filter(({ server }) => server === undefined || isWanted(server)).map(withAdvice);
  const known = new Set([...config.servers.map(({ id }) => id), ...problems.flatMap(({ server }) => server ?? [])]);
  const missing = wanted?.find((id) => !known.has(id));
  if (missing !== undefined) throw noSuchServer(missing, config, [...known]);
  return {
    servers: checked.flatMap((item) => ('spec' in item ? item : [])),
    problems: [...problems, ...checked.flatMap((item) => ('spec' in item ? [] : item))],
    withheld: config.files.filter(({ withheld, servers }) => withheld && servers.length > 0).map(({ file }) => file),
  };
}

/** Says on stderr what is wrong in the files, and ends the command where no server is left. */
export async function needServers(
  { terminal }: Pick<Context, 'terminal'>,
  { servers, problems, withheld }: ChosenServers,
): Promise<void> {
  // The first is part of the failure where no server is left.
  const told = servers.length > 0 ? problems : problems.slice(1);
  for (const problem of told) await terminal.warn(terminal.errorStyle.warn(configProblemSentence(problem)));
  if (servers.length > 0) return;
  const [problem] = problems;
  if (problem !== undefined) {
    const hint = 'Mend the entry. `wicketgate mcp config` shows each file, and what is wrong in it.';
    throw new CommandFailure('no_server', `No MCP server can be used. ${configProblemSentence(problem)}`, { hint });
  }
  const hint =
    'Add one with `wicketgate mcp add ID -- PROGRAM`, or name one: --server-url URL, --gateway, --file FILE. ' +
    '`wicketgate mcp config` shows where files are looked for.';
  const waiting = `Those of this folder wait for \`wicketgate mcp allow\`: ${withheld.map(lostPathText).join(', ')}.`;
  throw new CommandFailure('no_server', 'No MCP server is configured.', { hint: withheld.length > 0 ? waiting : hint });
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

async function choose(
  context: Context,
  server: ConfiguredServer,
  { file: files }: ConfigFlags,
): Promise<ChosenServer | ConfigProblem> {
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
  if (launch.credential === undefined || !('url' in spec)) {
    return { ...about, spec, signIn: signInAt(spec, () => loginById(id, files)) };
  }
  const { url } = await context.settings();
  if (!isBeneath(url.value, launch.url)) {
    return problem('.credential', `Your key goes to the gateway alone, and this address is not beneath ${url.value}.`);
  }
  return { ...about, spec: { ...spec, credential: gatewayCredential(context) } };
}

function signInAt(spec: ServerTarget, command: () => string): SignInAddress | undefined {
  return takesSignIn(spec) ? { url: spec.url, command: command() } : undefined;
}

function withAdvice(problem: ConfigProblem): ConfigProblem {
  const { input, message } = problem;
  return input === undefined ? problem : { ...problem, message: `${message} Give it in ${inputVariable(input)}.` };
}

function noSuchServer(id: string, { files }: ServerConfig, known: readonly string[]): CommandFailure {
  const off = files.find(({ disabled }) => disabled.includes(id));
  if (off !== undefined) {
    const message = `The server ${cleanText(id)} is switched off in ${lostPathText(off.file)}.`;
    return new CommandFailure('no_server', message, { hint: 'Switch it on there.' });
  }
  const waiting = files.find(({ withheld, servers }) => withheld && servers.some((server) => server.id === id));
  if (waiting !== undefined) {
    const message = `The server ${cleanText(id)} is in ${lostPathText(waiting.file)}, which was not allowed.`;
    const hint = '`wicketgate mcp allow` shows what the file would start, and asks.';
    return new CommandFailure('no_server', message, { hint });
  }
  const hint = known.length === 0 ? 'No server is configured.' : `There are: ${known.join(', ')}.`;
  return new CommandFailure('no_server', `There is no server ${cleanText(id)}.`, { hint });
}
