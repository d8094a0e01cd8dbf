// A program: an MCP server on 127.0.0.1 with the tools of a place that sells tickets. It writes a line of JSON for each request.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server';

const [place = 'tickets'] = process.argv.slice(2);

const handler = toNodeHandler(
  createMcpHandler(() => {
    const server = new McpServer({ name: place, version: '1.0.0' });
    server.registerTool(
      'find_tickets',
      {
        title: 'Find tickets',
        description: 'Finds the tickets that are left for a concert.',
        inputSchema: textSchema('concert'),
        annotations: { readOnlyHint: true },
      },
      ({ concert }) => ({ content: [{ type: 'text', text: `${place}: 3 tickets for ${concert}` }] }),
    );
    server.registerTool(
      'cancel_order',
      {
        title: 'Cancel an order',
        description: 'Cancels an order and gives the money back.',
        inputSchema: textSchema('order'),
        annotations: { destructiveHint: true },
      },
      ({ order }) => ({ content: [{ type: 'text', text: `${place}: cancelled ${order}` }] }),
    );
    return server;
  }),
);

const http = createServer((request, response) => {
  const { method = '', url = '', headers } = request;
  console.log(JSON.stringify({ method, url, authorization: headers.authorization ?? null }));
  void handler(request as Parameters<typeof handler>[0], response);
});
http.listen(0, '127.0.0.1', () => console.log(`listening ${(http.address() as AddressInfo).port}`));

function textSchema<Name extends string>(name: Name) {
  return fromJsonSchema<Record<Name, string>>({
    type: 'object',
    properties: { [name]: { type: 'string' } },
    required: [name],
  });
}
