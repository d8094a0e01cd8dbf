import { addressedServers } from '../rules/catalog/tool-reference.ts';
import { unwrapArguments } from '../rules/exposure/root-object.ts';
import { type CallBody, readCallBody } from '../rules/rest/call-body.ts';
import { QueryReader } from '../rules/rest/query-reader.ts';
import { refusalOf, RestRefusal } from '../rules/rest/rest-problem.ts';
import { toldResult } from '../rules/rest/told-tool.ts';
import { waitFor } from '../services/session/waiting.ts';
import type { ListToolsOptions, ToolsAnswer } from '../words/tool-client.ts';
import type { CatalogTool, JsonObject } from '../words/tool.ts';
import type { Asked } from './asked.ts';
import { readCallBytes } from './call-body-bytes.ts';

/** `POST /tools/{name}`: calls a tool by its wire name or its id. A tool that says that it failed is an answer as well. */
export async function answerCall(asked: Asked, name: string): Promise<JsonObject> {
  new QueryReader(asked.query, []);
  const { request, settings, arrivedAt } = asked;
  const call = readCallBody(await readCallBytes(request, settings.bodyBytes));
  const ms = call.timeoutMs - Math.max(0, settings.clock.now() - arrivedAt);
  if (ms <= 0) throw new RestRefusal('timeout', { detail: 'The time was over before the call was made.' });
  const patience = { clock: settings.clock, ms, signal: request.signal, ending: NEVER };
  return waitFor(patience, (signal) => makeCall(asked, { name, call, signal }));
}

const NEVER = new AbortController().signal;

interface NamedCall {
  readonly name: string;
  readonly call: CallBody;
  readonly signal: AbortSignal;
}

async function makeCall(asked: Asked, { name, call, signal }: NamedCall): Promise<JsonObject> {
  const tool = await findTool(asked, { name, signal });
  const { arguments: args, timeoutMs } = call;
  const options = { signal, timeoutMs, totalTimeoutMs: timeoutMs };
  return toldResult(await asked.settings.client.callTool(tool.id, unwrapArguments(tool.inputSchema, args), options));
}

type Wanted = Pick<NamedCall, 'name' | 'signal'>;

/**
 * Of what is known first. Then the servers that the name may mean are asked; for whoever may use some tools alone all are, as for a
 * list: the time that an answer takes would tell of a server that is not theirs.
 */
async function findTool(asked: Asked, { name, signal }: Wanted): Promise<CatalogTool> {
  const { client, listWithinMs: withinMs } = asked.settings;
  const ask = (options: ListToolsOptions) => client.listTools({ ...options, signal });
  const known = pick(asked, name, await ask({ from: 'cached' }));
  if (known !== undefined) return known;
  const { isWhole } = asked.access;
  const ids = client.listServers().map(({ id }) => id);
  const answer = await ask(isWhole ? { servers: addressedServers(name, ids) } : { withinMs });
  const found = pick(asked, name, answer);
  if (found !== undefined) return found;
  const [problem] = answer.problems;
  if (isWhole && problem !== undefined) throw refusalOf(problem.error);
  throw new RestRefusal('unknown_tool');
}

/** What is not listed for whoever asks cannot be called. Throws for a tool that is held. */
function pick({ visible, access }: Asked, name: string, { tools }: ToolsAnswer): CatalogTool | undefined {
  const held = tools.find((tool) => tool.state === 'held' && isCalled(tool, name));
  if (held !== undefined && access.mayUse(held)) throw new RestRefusal('tool_held');
  return visible.of(tools, access).find(({ tool }) => isCalled(tool, name))?.tool;
}

function isCalled({ id, wireName }: CatalogTool, name: string): boolean {
  return id === name || wireName === name;
}
