/** What goes wrong between this client and the servers. The codes are stable. */
export const MCP_ERROR_CODES = [
  /** No server, tool, resource or prompt has this name, or several have. */
  'unknown_server',
  'unknown_tool',
  'unknown_resource',
  'unknown_prompt',
  /** The policy of this client does not allow the tool, the resource or the prompt. */
  'tool_not_allowed',
  /** The tool is new or changed and waits for approval. */
  'tool_held',
  /** The approval hook said no. */
  'approval_denied',
  /** The server could not be started or reached. */
  'server_unreachable',
  /** The server failed so often that it is left alone for a while; `retryAfterMs` says how long. */
  'circuit_open',
  /** The connection ended in the middle of a call that must not be repeated: it may have had its effect. */
  'connection_lost',
  /** No answer, no progress, or not the whole of it, in time. */
  'timeout',
  /** The caller's signal ended the call. */
  'aborted',
  /** The client was closed. */
  'closed',
  /** The server wants another sign-in, or none was given. */
  'unauthorized',
  /** The credential is good, and does not allow this. */
  'forbidden',
  /** The server throttles; `retryAfterMs` says for how long, when the server did. */
  'throttled',
  /** The server spoke, and it was not MCP, or it broke a limit of this client. */
  'bad_answer',
  /** The result does not have the shape that the tool declares. */
  'bad_result',
  /** The server answered with a JSON-RPC error; `rpcCode` is its number. */
  'server_error',
  /** Client and server have no revision of the protocol in common. */
  'unsupported_protocol',
  /** The runtime cannot do this: a process cannot be started on Workers. */
  'unsupported_transport',
  /** The address is not allowed: not in the list, or a private one. */
  'address_not_allowed',
] as const;
export type McpErrorCode = (typeof MCP_ERROR_CODES)[number];

export interface McpErrorDetails {
  readonly cause?: unknown;
  /** Id of the server that it happened with. */
  readonly server?: string | undefined;
  /** `server/tool`. */
  readonly tool?: string | undefined;
  /** HTTP status of the answer. */
  readonly status?: number | undefined;
  /** Code of the JSON-RPC error. */
  readonly rpcCode?: number | undefined;
  /** Milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** How often the request was sent; 0 when it failed before the first. */
  readonly attempts?: number | undefined;
}

/** `instanceof` fails between two bundled copies of this package; a registered symbol does not. */
const BRAND = Symbol.for('wicketgate.mcp-error');

/** Every failure of this package. Misuse, such as a malformed option, is a TypeError instead. Texts of servers are in `cause` alone. */
export class McpError extends Error {
  override readonly name = 'McpError';
  readonly code: McpErrorCode;
  readonly server: string | undefined;
  readonly tool: string | undefined;
  readonly status: number | undefined;
  readonly rpcCode: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly attempts: number | undefined;

  constructor(code: McpErrorCode, message: string, details: McpErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.server = details.server;
    this.tool = details.tool;
    this.status = details.status;
    this.rpcCode = details.rpcCode;
    this.retryAfterMs = details.retryAfterMs;
    this.attempts = details.attempts;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Whether a value is an error of this kind, also when it comes from another copy of this package. */
  static isInstance(value: unknown): value is McpError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
