// An MCP server of the SDK on 127.0.0.1, in a process of its own: it ends when the process that forked it does.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { DECLARED_TOOL, PLAIN_TOOL, SCHEMA } from './tools.ts';

const schema = fromJsonSchema<Record<string, unknown>>(SCHEMA);

function makeServer(): McpServer {
  const server = new McpServer({ name: 'bench', version: '0.0.0' });
  const answer = (args: Record<string, unknown>) => [{ type: 'text' as const, text: JSON.stringify(args) }];
  server.registerTool(PLAIN_TOOL, { inputSchema: schema }, (args) => ({ content: answer(args) }));
  server.registerTool(DECLARED_TOOL, { inputSchema: schema, outputSchema: schema }, (args) => ({
    content: answer(args),
    structuredContent: args,
  }));
  return server;
}

const handle = toNodeHandler(createMcpHandler(makeServer));
const listener = createServer((request, response) => void handle(request as Parameters<typeof handle>[0], response));
listener.listen(0, '127.0.0.1', () => process.send?.((listener.address() as AddressInfo).port));
process.once('disconnect', () => {
  listener.close();
  listener.closeAllConnections();
});
