import { createSeededRandom } from '@wicketgate/testing';
import type { MCPToolClientOptions } from '../../src/index.ts';
import { ProgressiveMCPLoader } from '../../src/loader.ts';
import { createToolsHandler, type ToolsHandlerOptions } from '../../src/rest.ts';
import { createClientWorld } from '../client-world.ts';
import { createScriptedServer, tool } from '../scripted-server.ts';

export interface WorldOptions {
  readonly client?: Partial<MCPToolClientOptions>;
  readonly handler?: Partial<ToolsHandlerOptions>;
}

/** Two scripted servers, a client and a loader over them, and the handler of both. Everybody may do everything. */
export function createHandlerWorld(options: WorldOptions = {}) {
  const issues = createScriptedServer([
    tool('create_issue', { description: 'Creates an issue in a repository. It needs a title.' }),
    tool('delete_issue', { description: 'Deletes an issue for good.', annotations: { destructiveHint: true } }),
    tool('list_issues', { description: 'Lists the open issues.', annotations: { readOnlyHint: true } }),
  ]);
  const mail = createScriptedServer([tool('send_message', { description: 'Sends a message by mail.' })]);
  const world = createClientWorld();
  const client = world.client({ issues, mail }, options.client);
  const handle = createToolsHandler({
    client,
    loader: new ProgressiveMCPLoader(client, { clock: world.clock }),
    authorize: () => true,
    clock: world.clock,
    random: createSeededRandom(),
    ...options.handler,
  });
  return {
    ...world,
    client,
    issues,
    mail,
    handle,
    get: async (path: string) => readAnswer(await handle(new Request(`https://gate.example${path}`))),
    call: async (name: string, body: unknown = {}, init: RequestInit = {}) =>
      readAnswer(await handle(callRequest(name, body, init))),
  };
}

export function callRequest(name: string, body: unknown = {}, init: RequestInit = {}): Request {
  return new Request(`https://gate.example/tools/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...init,
  });
}

/** An answer of the handler, read. */
export interface ReadAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // What a test looks for in it stands in the test.
  readonly body: Readonly<Record<string, unknown>>;
}

async function readAnswer(response: Response): Promise<ReadAnswer> {
  const text = await response.text();
  const body = JSON.parse(text) as ReadAnswer['body'];
  return { status: response.status, headers: response.headers, text, body };
}

/** Names of the tools of an answer. */
export function namesOf({ body }: ReadAnswer): readonly string[] {
  return (body['tools'] as readonly { readonly name: string }[]).map(({ name }) => name);
}
