import { McpError } from '../../words/errors.ts';
import type { CatalogTool } from '../../words/tool.ts';

/** The error of a call, with the tool that it was about. */
export function aboutTool(
  error: unknown,
  tool: Pick<CatalogTool, 'id' | 'server'>,
  signal: AbortSignal | undefined,
): McpError {
  const { code, message, details } = partsOf(error, signal);
  return new McpError(code, message, { ...details, server: tool.server, tool: tool.id });
}

/** Whatever was thrown as an error of this package. */
export function asMcpError(error: unknown, signal: AbortSignal | undefined): McpError {
  if (McpError.isInstance(error)) return error;
  const { code, message, details } = partsOf(error, signal);
  return new McpError(code, message, details);
}

function partsOf(error: unknown, signal: AbortSignal | undefined) {
  if (McpError.isInstance(error)) {
    const { code, message, cause, server, tool, status, rpcCode, retryAfterMs, attempts } = error;
    const details = { server, tool, status, rpcCode, retryAfterMs, attempts };
    return { code, message, details: cause === undefined ? details : { ...details, cause } };
  }
  if (signal?.aborted) {
    return {
      code: 'aborted',
      message: 'The caller ended this.',
      details: { cause: signal.reason as unknown },
    } as const;
  }
  const message = 'Something failed that has nothing to do with the server.';
  return { code: 'bad_answer', message, details: { cause: error } } as const;
}
