import {
  InsufficientScopeError,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  SseError,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import { McpError } from '../../words/errors.ts';
import { foreignText, rpcCodeOf } from './http-channel.ts';
import { causes, codedError } from './network-failure.ts';

export interface FailureContext {
  readonly doing: 'connect' | 'request';
  /** The connection has a session that the server gave it. */
  readonly hasSession: boolean;
  /** Why the connection ended, where that is known. */
  readonly ending?: Error | undefined;
}

const VERSION_UNSUPPORTED = -32_022;

/** The one place where failures of the SDK become ours. */
export function toMcpError(error: unknown, context: FailureContext): McpError {
  const mapped = mappedError(error, context);
  if (context.doing !== 'connect' || mapped.code !== 'connection_lost') return mapped;
  // Nothing that a caller asked for was lost with it.
  const { status, cause = mapped } = mapped;
  const attempts = context.ending === undefined ? 0 : undefined;
  const message = 'The server ended the connection while it was being made.';
  return new McpError('server_unreachable', message, { status, cause, attempts });
}

function mappedError(error: unknown, context: FailureContext): McpError {
  const { ending } = context;
  const coded = codedError(error) ?? codedError(ending);
  if (coded) return coded;
  const status = statusOf(error);
  if (status !== undefined) return fromStatus(status, error, context);
  for (const cause of causes(error)) {
    const mapped = fromKind(cause, context);
    if (mapped) return mapped;
  }
  if (isBadJson(error)) return badAnswer(error);
  return fromUnknown(error, context);
}

function fromKind(error: object, context: FailureContext): McpError | undefined {
  if (error instanceof InsufficientScopeError) {
    return new McpError('forbidden', 'The credential does not reach far enough for this.', {
      cause: error,
      status: 403,
    });
  }
  if (error instanceof UnauthorizedError) return unauthorized(error);
  if (error instanceof ProtocolError) return fromRpc(error);
  if (error instanceof SdkError) return fromSdk(error, context);
  return undefined;
}

function fromRpc(error: ProtocolError): McpError {
  if (McpError.isInstance(error.data)) return error.data;
  const details = { cause: error, rpcCode: error.code };
  if (error.code === VERSION_UNSUPPORTED) return unsupported(error, details.rpcCode);
  return new McpError('server_error', `The server answered with the error ${error.code}.`, details);
}

function fromSdk(error: SdkError, context: FailureContext): McpError | undefined {
  switch (error.code) {
    case SdkErrorCode.ConnectionClosed:
    case SdkErrorCode.SendFailed:
      return lost(error, context);
    case SdkErrorCode.NotConnected:
      return new McpError('connection_lost', 'The connection to the server had ended.', { cause: error, attempts: 0 });
    case SdkErrorCode.RequestTimeout:
      return new McpError('timeout', 'The server gave no answer in time.', { cause: error });
    case SdkErrorCode.CapabilityNotSupported:
      return new McpError(
        'server_error',
        'The server asks for input that this client has no handler for. Give one in `handlers`.',
        { cause: error },
      );
    case SdkErrorCode.InputRequiredRoundsExceeded:
      return new McpError('server_error', 'The server kept asking for input.', { cause: error });
    case SdkErrorCode.EraNegotiationFailed:
      // Its cause says more, where it has one.
      return error.cause === undefined ? lost(error, context) : undefined;
    default:
      return badAnswer(error);
  }
}

function fromStatus(status: number, error: unknown, { doing, hasSession }: FailureContext): McpError {
  const text = (error as { data?: { text?: unknown } }).data?.text;
  const details = { status, cause: foreignText(text) ?? error, rpcCode: rpcCodeOf(text) };
  if (status === 401) return unauthorized(error);
  if (status === 403) return new McpError('forbidden', 'The server refuses this to the caller (status 403).', details);
  if (details.rpcCode === VERSION_UNSUPPORTED) return unsupported(error, details.rpcCode);
  if (status === 404 && hasSession) {
    return new McpError('connection_lost', 'The server no longer knows the session.', details);
  }
  if (status >= 300 && status < 400) {
    return new McpError(
      'bad_answer',
      'The server sends its callers elsewhere. Give the address that it names.',
      details,
    );
  }
  if (doing === 'connect') {
    return new McpError('bad_answer', `No MCP server answers at this address (status ${status}).`, details);
  }
  return new McpError('server_error', `The server refused the request (status ${status}).`, details);
}

function fromUnknown(error: unknown, { doing }: FailureContext): McpError {
  const message = error instanceof Error ? error.message : '';
  // The SDK has no code for it.
  if (doing === 'connect' && message.startsWith("Server's protocol version")) return unsupported(error, undefined);
  if (message === 'Not connected') {
    return new McpError('connection_lost', 'The connection to the server had ended.', { cause: error, attempts: 0 });
  }
  return badAnswer(error);
}

function statusOf(error: unknown): number | undefined {
  for (const cause of causes(error)) {
    if (cause instanceof SdkHttpError) return cause.status;
    if (cause instanceof SseError) return cause.code;
  }
  return undefined;
}

function isBadJson(error: unknown): boolean {
  return [...causes(error)].some((cause) => cause instanceof SyntaxError || (cause as Error).name === 'ZodError');
}

function lost(error: unknown, { ending }: FailureContext): McpError {
  return new McpError('connection_lost', 'The connection to the server ended.', { cause: ending ?? error });
}

function badAnswer(cause: unknown): McpError {
  return new McpError('bad_answer', 'The server answered with something that is not MCP.', { cause });
}

function unauthorized(cause: unknown): McpError {
  return new McpError('unauthorized', 'The server wants a sign-in, or another one.', { cause, status: 401 });
}

function unsupported(cause: unknown, rpcCode: number | undefined): McpError {
  return new McpError('unsupported_protocol', 'The server speaks no revision of MCP that this client speaks.', {
    cause,
    rpcCode,
  });
}
