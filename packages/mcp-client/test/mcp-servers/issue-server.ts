import { fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { text } from './tool-server.ts';

const withTitle = fromJsonSchema<{ readonly title?: string }>({
  type: 'object',
  properties: { title: { type: 'string', description: 'One line that says what is wrong.' } },
});
const empty = fromJsonSchema<Record<string, unknown>>({ type: 'object' });

/** A server of the SDK with tools as an issue tracker has them. */
export function createIssueServer(): McpServer {
  const server = new McpServer({ name: 'issues', version: '1.0.0' }, { instructions: 'Issues of a repository.' });
  const description = 'Creates an issue in a repository.';
  server.registerTool('create_issue', { description, inputSchema: withTitle }, ({ title = '' }) =>
    text(`created: ${title}`),
  );
  server.registerTool(
    'list_issues',
    { description: 'Lists the open issues.', inputSchema: empty, annotations: { readOnlyHint: true } },
    () => text('no open issues'),
  );
  server.registerTool('delete_issue', { description: 'Deletes an issue for good.', inputSchema: withTitle }, () =>
    text('deleted'),
  );
  return server;
}
