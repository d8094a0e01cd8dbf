import type { McpErrorCode } from '@wicketgate/mcp-client';

const SERVERS = '`wicketgate mcp servers` shows the servers there are, and how it stands with each.';
const TOOLS = '`wicketgate tools list` shows the tools there are.';
const UNCERTAIN = 'The call may have had its effect all the same: look before you repeat it.';

const ADVICE: Readonly<Partial<Record<McpErrorCode, string>>> = {
  unknown_server: SERVERS,
  unknown_tool: TOOLS,
  tool_held: '`wicketgate tools approve` shows what has changed, and approves it.',
  server_unreachable:
    '`wicketgate mcp config` shows its entry, and `wicketgate mcp test ID` connects and says each step.',
  circuit_open: 'It failed several times in a row: try again later.',
  connection_lost: UNCERTAIN,
  timeout: `${UNCERTAIN} --timeout SECONDS allows more time.`,
  unauthorized:
    'Sign in with `wicketgate login` for the gateway, and with `wicketgate mcp login ID` for another server; or give it a token: ' +
    '--token-env NAME, or a header in the file of servers.',
  throttled: 'Try again later.',
  bad_answer: 'Something else than a server of MCP may answer there.',
};

/** What to do about a failure of an MCP server, where there is more to say than the message does. */
export function mcpAdviceOn(code: McpErrorCode): string | undefined {
  return ADVICE[code];
}
