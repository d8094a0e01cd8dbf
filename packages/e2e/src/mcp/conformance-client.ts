// The client that the conformance suite of MCP starts once for each scenario, with the address of its server as the last argument.
import {
  type CatalogTool,
  type JsonObject,
  MCPToolClient,
  type NegotiationStore,
  type ServerSpec,
} from '@wicketgate/mcp-client';
import { createScenarioCredential, type ScenarioIdentity } from './conformance-credentials.ts';

/** What the suite tells a client about a scenario. */
interface Context extends ScenarioIdentity {
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: JsonObject }[];
}

/** These servers of the suite speak 2026-07-28, and answer no `server/discover`: what it would say is given as known. */
const WITHOUT_DISCOVERY = [
  'http-standard-headers',
  'http-custom-headers',
  'http-invalid-tool-headers',
  'sep-2322-client-request-state',
];
/** Forty clients and all of their servers begin at once, in few processors. Below the suite's own limit. */
const PATIENCE_MS = 80_000;
const MULTI_ROUND = 'sep-2322-client-request-state';

const scenario = process.env['MCP_CONFORMANCE_SCENARIO'] ?? '';
const context = JSON.parse(process.env['MCP_CONFORMANCE_CONTEXT'] ?? '{}') as Context;
const client = new MCPToolClient({
  servers: { suite: await suiteServer(process.argv.at(-1) ?? '') },
  handlers: { elicit: () => Promise.resolve({ action: 'accept', content: fillIn() }) },
  ...(WITHOUT_DISCOVERY.includes(scenario) && { negotiationStore: knownServers() }),
});
try {
  await useServer();
} finally {
  await client.close();
}

async function suiteServer(url: string): Promise<ServerSpec> {
  const server = { url, deadlineMs: PATIENCE_MS, timeoutMs: PATIENCE_MS };
  if (!scenario.startsWith('auth/')) return server;
  return { ...server, credential: await createScenarioCredential(scenario, { url, identity: context }) };
}

/** Nothing is filled in where the defaults of the form are what is looked at. */
function fillIn(): Record<string, boolean> {
  return scenario === MULTI_ROUND ? { confirmed: true } : {};
}

async function useServer(): Promise<void> {
  const { tools, problems } = await client.listTools();
  const [problem] = problems;
  if (problem !== undefined) throw problem.error;
  // The tool is there to be listed: to check arguments by its schema would ask a stranger for a part of it.
  if (scenario === 'json-schema-ref-no-deref') return;
  for (const call of callsOf(tools)) await callTool(call.name, call.arguments);
}

function callsOf(tools: readonly CatalogTool[]): NonNullable<Context['toolCalls']> {
  if (context.toolCalls !== undefined) return context.toolCalls;
  return tools.map(({ name }) => ({ name, arguments: argumentsOf(name, tools) }));
}

function argumentsOf(name: string, tools: readonly CatalogTool[]): JsonObject {
  if (name === 'add_numbers') return { a: 5, b: 3 };
  if (name === 'json_schema_echo') {
    return { schema: tools.find((tool) => tool.name === 'json_schema_2020_12_tool')?.inputSchema };
  }
  return scenario === 'http-invalid-tool-headers' ? { region: 'us-west1' } : {};
}

async function callTool(name: string, args: JsonObject): Promise<void> {
  try {
    await client.callTool(`suite/${name}`, args);
  } catch (error) {
    // What a server of the suite does wrong on purpose is refused here, and the next call is made.
    process.stderr.write(`${name}: ${String(error)}\n`);
    if (scenario === 'tools_call' || scenario.startsWith('auth/')) throw error;
  }
}

/** As if each server had been asked before. */
function knownServers(): NegotiationStore {
  const protocolVersion = '2026-07-28';
  const serverInfo = { name: 'suite', version: '1.0.0' };
  const discover = {
    resultType: 'complete',
    supportedVersions: [protocolVersion],
    capabilities: { tools: {} },
    ttlMs: 0,
    cacheScope: 'private',
    _meta: { 'io.modelcontextprotocol/serverInfo': serverInfo },
  };
  const negotiated = { era: 'modern', protocolVersion, serverInfo, instructions: undefined, discover } as const;
  return {
    load: () => Promise.resolve({ negotiated, at: 0 }),
    save: () => Promise.resolve(),
    delete: () => Promise.resolve(),
  };
}
