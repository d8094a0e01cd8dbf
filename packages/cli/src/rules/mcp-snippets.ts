/** Programs that can start `wicketgate mcp serve`. */
export const MCP_CLIENTS = ['claude-desktop', 'vscode', 'cursor', 'claude-code'] as const;
export type McpClientName = (typeof MCP_CLIENTS)[number];

export interface McpSnippet {
  readonly client: McpClientName;
  /** Where it goes. */
  readonly file: string;
  readonly text: string;
}

const FILES: Readonly<Record<McpClientName, string>> = {
  'claude-desktop': 'claude_desktop_config.json (Settings, Developer, Edit Config)',
  vscode: '.vscode/mcp.json, or MCP: Open User Configuration',
  cursor: '~/.cursor/mcp.json, or .cursor/mcp.json of a project',
  'claude-code': '.mcp.json of a project, or the mcpServers of ~/.claude.json',
};

/** What makes a client start the bridge with these arguments. It holds no key: the bridge finds it when it starts. */
export function mcpSnippet(client: McpClientName, serveArguments: readonly string[]): McpSnippet {
  const entry = { command: 'wicketgate', args: ['mcp', 'serve', ...serveArguments] };
  const document =
    client === 'vscode'
      ? { servers: { wicketgate: { type: 'stdio', ...entry } } }
      : { mcpServers: { wicketgate: entry } };
  return { client, file: FILES[client], text: JSON.stringify(document, null, 2) };
}

/** Whether a program of a file is this bridge: started by itself it would start itself for ever. */
export function startsBridge({
  command,
  args,
}: {
  readonly command: string;
  readonly args: readonly string[];
}): boolean {
  const words = [command, ...args];
  const isBridge = words.some((word, at) => word === 'mcp' && words[at + 1] === 'serve');
  return isBridge && words.some((word) => word.toLowerCase().includes('wicketgate'));
}
