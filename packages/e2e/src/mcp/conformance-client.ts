import { Secret } from '@wicketgate/core';
import { createLoopbackListener } from '@wicketgate/core/node';
import { type HttpServer, type JsonObject, MCPToolClient, type ServerFetch } from '@wicketgate/mcp-client';
import { createOAuthProvider, type RegisteredClient, type ServerCredential } from '@wicketgate/mcp-client/auth';
import { createMemoryTokenStore } from '@wicketgate/testing';

/** What the suite tells a client about a scenario. */
interface Context {
  readonly client_id?: string;
  readonly client_secret?: string;
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: JsonObject }[];
}

const CLIENT_METADATA_URL = 'https://conformance-test.local/client-metadata.json';
/** These servers of the suite answer no `server/discover`, and speak 2026-07-28 all the same. */
const WITHOUT_DISCOVERY = [
  'http-standard-headers',
  'http-custom-headers',
  'http-invalid-tool-headers',
  'sep-2322-client-request-state',
];

const scenario = process.env['MCP_CONFORMANCE_SCENARIO'] ?? '';
const context = JSON.parse(process.env['MCP_CONFORMANCE_CONTEXT'] ?? '{}') as Context;
const url = process.argv.at(-1) ?? '';

const client = new MCPToolClient({
  servers: { suite: { ...(await target(url)), timeoutMs: 20_000 } },
  handlers: { elicit: () => Promise.resolve({ action: 'accept', content: isMultiRound() ? { confirmed: true } : {} }) },
  fetch: WITHOUT_DISCOVERY.includes(scenario) ? discovered(fetch) : fetch,
});
client.on((event) => {
  process.stderr.write(`${JSON.stringify(event)}\n`);
});
try {
  await useEveryTool();
} finally {
  await client.close();
}

function isMultiRound(): boolean {
  return scenario === 'sep-2322-client-request-state';
}

async function useEveryTool(): Promise<void> {
  const { tools, problems } = await client.listTools();
  const [problem] = problems;
  if (problem !== undefined) throw problem.error;
  if (scenario === 'json-schema-ref-no-deref') return;
  const calls = context.toolCalls ?? tools.map(({ name }) => ({ name, arguments: argumentsOf(name) }));
  for (const call of calls) {
    try {
      await client.callTool(`suite/${call.name}`, call.arguments);
    } catch (error) {
      // What a server of the suite does wrong on purpose is refused here, and the next call is made.
      process.stderr.write(`${call.name}: ${String(error)}\n`);
      if (scenario.startsWith('auth/')) throw error;
    }
  }
}

function argumentsOf(name: string): JsonObject {
  if (name === 'add_numbers') return { a: 5, b: 3 };
  return scenario === 'http-invalid-tool-headers' ? { region: 'us-west1' } : {};
}

async function target(address: string): Promise<HttpServer> {
  if (!scenario.startsWith('auth/')) return { url: address };
  return { url: address, credential: await createCredential(address) };
}

/** A person who allows whatever the browser shows. */
async function follow(page: string): Promise<void> {
  await fetch(page);
}

async function createCredential(serverUrl: string): Promise<ServerCredential> {
  const registered = await registeredClient(serverUrl);
  return createOAuthProvider({
    serverUrl,
    ...(registered === undefined ? { clientMetadataUrl: CLIENT_METADATA_URL } : { client: registered }),
    store: createMemoryTokenStore<Secret>(),
    prompt: { open: follow },
    listen: () => createLoopbackListener({ path: '/callback' }),
  });
}

async function registeredClient(serverUrl: string): Promise<RegisteredClient | undefined> {
  const { client_id: clientId, client_secret: secret } = context;
  if (clientId === undefined) return undefined;
  const about = await fetch(new URL('/.well-known/oauth-protected-resource/mcp', serverUrl));
  const { authorization_servers: issuers } = (await about.json()) as { authorization_servers: string[] };
  const clientSecret = secret === undefined ? undefined : new Secret(secret);
  return { issuer: issuers[0] ?? '', clientId, clientSecret };
}

/** Answers `server/discover` in the place of a server that has no answer to it. */
function discovered(next: typeof fetch): ServerFetch {
  return async (address, init) => {
    const message = messageOf(init);
    if (message?.method !== 'server/discover') return next(address, init);
    const result = {
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {} },
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'suite', version: '1.0.0' } },
    };
    return Response.json({ jsonrpc: '2.0', id: message.id, result });
  };
}

function messageOf(init: RequestInit | undefined): { readonly method?: string; readonly id?: unknown } | undefined {
  if (typeof init?.body !== 'string') return undefined;
  return JSON.parse(init.body) as { method?: string; id?: unknown };
}
