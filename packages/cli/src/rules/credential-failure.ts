import { McpError } from '@wicketgate/mcp-client';
import { EXIT } from '../words/exit-codes.ts';
import { exitCodeOf } from './exit-code.ts';
import { failureOf } from './failure-report.ts';

/**
 * Why there is no credential for a server, in the words of a client of MCP: it would take anything else that is thrown within a
 * request for a connection that broke off, and say that a call may have had its effect.
 */
export function credentialFailure(error: unknown): unknown {
  const { code, message } = failureOf(error);
  const exit = exitCodeOf(code);
  if (McpError.isInstance(error) || exit === EXIT.interrupted) return error;
  if (exit === EXIT.unreachable) return new McpError('server_unreachable', message, { cause: error });
  if (exit === EXIT.throttled) return new McpError('throttled', message, { cause: error });
  return new McpError('unauthorized', message, { cause: error });
}
