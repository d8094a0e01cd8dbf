import { parseConfigFile } from '@wicketgate/mcp-client';
import { expect, test } from 'vitest';
import { MCP_CLIENTS, mcpSnippet, startsBridge } from '../../src/rules/mcp-snippets.ts';

const variables = { env: {}, userHome: undefined, workspaceFolder: '/', pathSeparator: '/', inputs: {} } as const;

test.each(MCP_CLIENTS)('the snippet for %s is a file of that program, and starts the bridge', (client) => {
  const { text } = mcpSnippet(client, ['--gateway']);
  const { servers, problems } = parseConfigFile(text, { file: 'x', format: client, variables });
  expect(problems).toEqual([]);
  expect(servers).toMatchObject([
    { id: 'wicketgate', launch: { command: 'wicketgate', args: ['mcp', 'serve', '--gateway'] } },
  ]);
});

test('the bridge knows itself, however it is started', () => {
  expect(startsBridge({ command: 'wicketgate', args: ['mcp', 'serve'] })).toBe(true);
  expect(startsBridge({ command: '/opt/bin/wicketgate', args: ['mcp', 'serve', '--gateway'] })).toBe(true);
  expect(startsBridge({ command: 'npx', args: ['-y', '@wicketgate/cli', 'mcp', 'serve'] })).toBe(true);
  expect(startsBridge({ command: 'wicketgate', args: ['run', '--', 'wicketgate', 'mcp', 'serve'] })).toBe(true);
});

test.each([
  { command: 'wicketgate', args: ['run', '--', 'npx', 'files'] },
  { command: 'other', args: ['mcp', 'serve'] },
  { command: 'npx', args: ['wicketgate-mcp', 'serve'] },
])('%j is another program', (program) => {
  expect(startsBridge(program)).toBe(false);
});
