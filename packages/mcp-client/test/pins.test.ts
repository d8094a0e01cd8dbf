import { isBuiltin } from 'node:module';
import { bundleForWeb } from '@wicketgate/testing/workers';
import { describe, expect, it } from 'vitest';
import * as auth from '../src/auth.ts';
import * as index from '../src/index.ts';
import * as loader from '../src/loader.ts';
import * as node from '../src/node.ts';
import * as rest from '../src/rest.ts';
import * as wordTable from '../src/word-table.ts';

// Red here means: decide. A name that goes breaks somebody; a name that comes must be wanted by somebody.
describe('public names', () => {
  it('of @wicketgate/mcp-client', () => {
    expect(Object.keys(index).sort()).toEqual([
      'BridgeRefusal',
      'MCPToolClient',
      'MCP_ERROR_CODES',
      'McpError',
      'PROTOCOL_VERSIONS',
      'addressFlaw',
      'createBridge',
      'createMemoryCatalogStore',
      'createMemoryPinStore',
      'editConfigFile',
      'hasServer',
      'isBeneath',
      'openTelemetry',
      'parseConfigFile',
      'serverIdOf',
      'serverUrlIn',
      'toServerTarget',
      'transportConnector',
    ]);
  });

  it('of @wicketgate/mcp-client/loader', () => {
    expect(Object.keys(loader).sort()).toEqual([
      'LIST_SERVERS',
      'LOADING_STRATEGIES',
      'META_TOOLS',
      'PRIORITIES',
      'ProgressiveMCPLoader',
      'answerToolCall',
      'cleanLine',
      'cleanText',
      'countStableBytes',
      'createActivation',
      'createToolIndex',
      'estimateTokens',
      'formatTools',
      'parseAnthropicToolUse',
      'parseOpenAiChatCall',
      'parseOpenAiResponseCall',
      'parseVsCodeCall',
      'toAiSdkTools',
      'toAnthropicToolResult',
      'toAnthropicTools',
      'toOpenAiChatResult',
      'toOpenAiChatTools',
      'toOpenAiResponseResult',
      'toOpenAiResponseTools',
      'toVsCodeResult',
      'toVsCodeTools',
    ]);
  });

  it('of @wicketgate/mcp-client/rest', () => {
    expect(Object.keys(rest).sort()).toEqual(['REST_PROBLEMS', 'createToolsHandler']);
  });

  it('of @wicketgate/mcp-client/word-table', () => {
    expect(Object.keys(wordTable)).toEqual(['loadWordTable']);
  });

  it('of @wicketgate/mcp-client/auth', () => {
    expect(Object.keys(auth).sort()).toEqual(['createOAuthProvider', 'createProviderCredential']);
  });

  it('of @wicketgate/mcp-client/node', () => {
    expect(Object.keys(node).sort()).toEqual([
      'ServerProcessError',
      'createGuardedFetch',
      'openFileCatalogStore',
      'openFileNegotiationStore',
      'openFilePinStore',
      'readServerConfig',
      'readWordTable',
      'stdioConnector',
    ]);
  });

  it('of the error codes', () => {
    expect(index.MCP_ERROR_CODES).toEqual([
      'unknown_server',
      'unknown_tool',
      'unknown_resource',
      'unknown_prompt',
      'tool_not_allowed',
      'tool_held',
      'approval_denied',
      'server_unreachable',
      'circuit_open',
      'connection_lost',
      'timeout',
      'aborted',
      'closed',
      'unauthorized',
      'forbidden',
      'throttled',
      'bad_answer',
      'bad_result',
      'server_error',
      'unsupported_protocol',
      'unsupported_transport',
      'address_not_allowed',
    ]);
  });

  it('of the problems of the handler', () => {
    expect(Object.entries(rest.REST_PROBLEMS).map(([code, { status }]) => `${status} ${code}`)).toEqual([
      '400 invalid_field',
      '400 unknown_field',
      '400 malformed_body',
      '401 unauthenticated',
      '403 forbidden',
      '403 tool_not_allowed',
      '403 tool_held',
      '403 approval_denied',
      '404 not_found',
      '404 unknown_tool',
      '404 unknown_server',
      '404 unknown_resource',
      '404 unknown_prompt',
      '405 method_not_allowed',
      '413 body_too_large',
      '415 unsupported_media_type',
      '499 aborted',
      '500 internal_error',
      '502 server_error',
      '502 server_unreachable',
      '502 server_unauthorized',
      '502 server_forbidden',
      '502 connection_lost',
      '502 bad_answer',
      '502 bad_result',
      '502 unsupported_protocol',
      '502 unsupported_transport',
      '502 address_not_allowed',
      '503 circuit_open',
      '503 throttled',
      '503 closed',
      '504 timeout',
    ]);
  });

  it('of the revisions, strategies and meta-tools', () => {
    expect(index.PROTOCOL_VERSIONS).toEqual(['2026-07-28', '2025-11-25', '2025-06-18', '2025-03-26']);
    expect(loader.LOADING_STRATEGIES).toEqual(['minimal', 'profile', 'progressive', 'semantic', 'full']);
    expect(loader.PRIORITIES).toEqual(['critical', 'high', 'medium', 'low']);
    expect(loader.META_TOOLS.map(({ name }) => name)).toEqual(['search_tools', 'describe_tools', 'call_tool']);
    expect(loader.LIST_SERVERS.name).toBe('list_mcp_servers');
  });

  it('of the classes', () => {
    const members = (constructor: { prototype: object }) => Object.getOwnPropertyNames(constructor.prototype).sort();
    expect(members(index.MCPToolClient)).toEqual([
      'addServer',
      'approve',
      'callTool',
      'catalogStats',
      'clearCache',
      'close',
      'complete',
      'connect',
      'constructor',
      'getConfig',
      'getPrompt',
      'getToolsByServer',
      'health',
      'listPrompts',
      'listResourceTemplates',
      'listResources',
      'listServers',
      'listTools',
      'on',
      'pendingChanges',
      'readResource',
      'readResult',
      'removeServer',
      'resourceAddress',
      'searchTools',
      'setServers',
    ]);
    expect(members(loader.ProgressiveMCPLoader)).toEqual([
      'addKeyword',
      'call',
      'callShown',
      'clearCache',
      'constructor',
      'expose',
      'lookUp',
      'on',
      'select',
      'setStrategy',
      'stats',
      'strategy',
    ]);
  });
});

describe('the neutral entries', () => {
  it.each(['', '/loader', '/rest', '/word-table', '/auth'])(
    'of @wicketgate/mcp-client%s import no module of Node',
    async (entry) => {
      const { inputs } = await bundleForWeb(`export * from '@wicketgate/mcp-client${entry}';`, {
        from: import.meta.url,
      });
      const imported = Object.values(inputs).flatMap(({ imports }) => imports.map(({ path }) => path));
      expect(imported.length).toBeGreaterThan(0);
      expect(imported.filter((path) => isBuiltin(path))).toEqual([]);
    },
  );
});
