import type { McpError, McpErrorCode } from '../../words/errors.ts';
import type { JsonObject } from '../../words/tool.ts';

/** A result that a model can read. */
export interface BridgeResult {
  readonly content: readonly JsonObject[];
  readonly structuredContent?: JsonObject | undefined;
  readonly isError?: boolean | undefined;
}

/** What a model can do about a failure, where its message does not say. */
const ADVICE: Partial<Record<McpErrorCode, string>> = {
  connection_lost: 'It may have had its effect all the same: look before you repeat it.',
  timeout: 'It may have had its effect all the same: look before you repeat it.',
  tool_held: 'A person must approve it first, for instance with: wicketgate tools approve',
  unauthorized: 'A person must sign in, or give another credential.',
};

/**
 * A failure of a call as a result with `isError` (MCP, server/tools, Error Handling): the model reads it and goes on. Only our
 * own sentence is told: what a server says of itself stays in the log.
 */
export function failureResult(error: McpError): BridgeResult {
  return errorResult(failureText(error));
}

export function errorResult(text: string): BridgeResult {
  return { content: [{ type: 'text', text }], isError: true };
}

/** The same failure in one line: what happened, what can be done, and its code. */
export function failureText(error: McpError): string {
  const { code, message, retryAfterMs } = error;
  const wait = retryAfterMs === undefined ? [] : [`Try again in ${Math.ceil(retryAfterMs / 1_000)} seconds.`];
  const text = [message, ...wait, ADVICE[code] ?? ''].filter((part) => part !== '').join(' ');
  return `${text} (${code})`;
}
