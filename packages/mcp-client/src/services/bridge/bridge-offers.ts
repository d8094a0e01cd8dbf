import { parseToolId } from '@wicketgate/contract';
import { bridgedPrompt, bridgedResource, bridgedTemplate } from '../../rules/bridge/bridged-offers.ts';
import { failureText } from '../../rules/bridge/failure-result.ts';
import { partContents, partOf } from '../../rules/bridge/kept-parts.ts';
import { linkedBlock } from '../../rules/bridge/linked-content.ts';
import { isTooLong } from '../../rules/bridge/message-size.ts';
import { type Page, pageOf } from '../../rules/bridge/page.ts';
import { cleanText } from '../../rules/exposure/clean-text.ts';
import { KEPT_RESULT } from '../../rules/offers/resource-address.ts';
import { McpError, type McpErrorCode } from '../../words/errors.ts';
import type {
  Completion,
  CompletionRequest,
  ListOffersOptions,
  PromptAnswer,
  PromptsAnswer,
  ReadOptions,
  ResourceContents,
  ResourcesAnswer,
  ResourceTemplatesAnswer,
} from '../../words/offers.ts';
import type { CallOptions, ClientEvent } from '../../words/tool-client.ts';
import type { JsonObject } from '../../words/tool.ts';
import { type BridgeCall, BridgeRefusal } from './bridge-call.ts';

/** The resources and prompts of any set of servers. A client fits. */
export interface OfferSource {
  listResources(options: ListOffersOptions): Promise<ResourcesAnswer>;
  listResourceTemplates(options: ListOffersOptions): Promise<ResourceTemplatesAnswer>;
  readResource(address: string, options: ReadOptions): Promise<ResourceContents>;
  resourceAddress(server: string, uri: string): string;
  listPrompts(options: ListOffersOptions): Promise<PromptsAnswer>;
  getPrompt(prompt: string, args: Readonly<Record<string, string>>, options: CallOptions): Promise<PromptAnswer>;
  complete(request: CompletionRequest, options: CallOptions): Promise<Completion>;
  on(listener: (event: ClientEvent) => void): () => void;
}

export type OfferPage = Page<JsonObject>;

/** What came of a prompt, as MCP has it. */
export interface BridgedPrompt {
  readonly description?: string | undefined;
  readonly messages: readonly JsonObject[];
}

/** Resources and prompts of many servers as those of one. Each throws a `BridgeRefusal` for a cursor or a name that is none. */
export interface BridgedOffers {
  /** Under their addresses. */
  listResources(cursor: string | undefined, call: BridgeCall): Promise<OfferPage>;
  listResourceTemplates(cursor: string | undefined, call: BridgeCall): Promise<OfferPage>;
  /** By an address: one that was listed, a template filled in, or one that stands in a result. */
  readResource(address: string, call: BridgeCall): Promise<readonly JsonObject[]>;
  /** Under their wire names. */
  listPrompts(cursor: string | undefined, call: BridgeCall): Promise<OfferPage>;
  getPrompt(name: string, args: Readonly<Record<string, string>>, call: BridgeCall): Promise<BridgedPrompt>;
  complete(request: CompletionRequest, call: BridgeCall): Promise<Completion>;
  /** Tells whenever one of the lists would be another. Answers what ends the listening. */
  onChanged(listener: (what: 'resources' | 'prompts') => void): () => void;
}

export function bridgeOffers(source: OfferSource): BridgedOffers {
  return {
    listResources: pages('uri', async ({ signal }) =>
      (await source.listResources({ signal })).resources.map(bridgedResource),
    ),
    listResourceTemplates: pages('uriTemplate', async ({ signal }) =>
      (await source.listResourceTemplates({ signal })).templates.map(bridgedTemplate),
    ),
    readResource: (address, call) => answering(() => readResource(source, address, call)),
    listPrompts: pages('name', async ({ signal }) => (await source.listPrompts({ signal })).prompts.map(bridgedPrompt)),
    getPrompt: (name, args, call) =>
      answering(async () => linkedPrompt(source, await source.getPrompt(name, args, call))),
    complete: (request, call) => answering(() => source.complete(request, call)),
    onChanged: (listener) =>
      source.on(({ kind }) => {
        if (kind === 'resources_changed') listener('resources');
        else if (kind === 'prompts_changed') listener('prompts');
      }),
  };
}

/** The servers are asked for the first page; those behind it are of the same list. */
function pages(key: 'uri' | 'uriTemplate' | 'name', ask: (call: BridgeCall) => Promise<readonly JsonObject[]>) {
  let last: readonly JsonObject[] | undefined;
  return async (cursor: string | undefined, call: BridgeCall): Promise<OfferPage> => {
    if (cursor === undefined || last === undefined) last = await ask(call);
    const page = pageOf(last, { keyOf: (item) => String(item[key]), cursor });
    if (page === undefined) throw new BridgeRefusal('This cursor is not known: list anew.');
    return page;
  };
}

async function readResource(source: OfferSource, address: string, call: BridgeCall): Promise<readonly JsonObject[]> {
  if (address.startsWith(KEPT_RESULT)) return readKept(source, address, call);
  const { server = '', contents } = await source.readResource(address, call);
  return contents.map((content) => ({ ...content, uri: source.resourceAddress(server, String(content['uri'])) }));
}

/** A kept result is as long as it likes: it comes in parts. */
async function readKept(source: OfferSource, address: string, call: BridgeCall): Promise<readonly JsonObject[]> {
  const wanted = partOf(address);
  const { contents } = await source.readResource(wanted.uri, call);
  const parts = partContents(String(contents[0]?.['text']), wanted);
  if (parts === undefined) throw new BridgeRefusal('The result has no such part.');
  return parts;
}

function linkedPrompt(source: OfferSource, { prompt, description, messages }: PromptAnswer): BridgedPrompt {
  const { server = '' } = parseToolId(prompt) ?? {};
  const addressOf = (uri: string) => source.resourceAddress(server, uri);
  return {
    ...(description !== undefined && { description: cleanText(description) }),
    messages: messages.map(({ content, ...message }) => ({
      ...message,
      content: linkedBlock(content as JsonObject, addressOf),
    })),
  };
}

/** By these a server says that it does not know what it was asked for (MCP, server/resources and server/prompts). */
const NOT_KNOWN: readonly (number | undefined)[] = [-32_002, -32_602];

/** What fails is told in our own words: those of a server stay in the cause. */
async function answering<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  const answer = await work().catch((error: unknown) => {
    if (!McpError.isInstance(error) || error.code === 'aborted') throw error;
    const isRefused = REFUSALS.includes(error.code) || NOT_KNOWN.includes(error.rpcCode);
    throw new (isRefused ? BridgeRefusal : Error)(failureText(error), { cause: error });
  });
  if (isTooLong(answer)) throw new Error('The answer is longer than programs read. Nothing of it can be sent.');
  return answer;
}

const REFUSALS: readonly McpErrorCode[] = ['unknown_resource', 'unknown_prompt', 'unknown_server', 'tool_not_allowed'];
