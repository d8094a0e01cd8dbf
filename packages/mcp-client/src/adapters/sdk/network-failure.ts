import { McpError } from '../../words/errors.ts';

/** Codes of undici and of TLS that no connection has once requests go over it. */
const BEFORE_SENDING =
  /^(?:UND_ERR_CONNECT_TIMEOUT|CERT_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+|ERR_TLS_CERT_ALTNAME_INVALID|ERR_TLS_HANDSHAKE_TIMEOUT)$/;
/**
 * What the system was asked for when it failed. The code alone tells nothing: a connection that stands may break off with
 * EHOSTUNREACH or ECONNREFUSED, too, long after the request went over it.
 */
const OPENING: readonly unknown[] = ['connect', 'getaddrinfo', 'queryA', 'queryAaaa'];

/** What `fetch` threw, as an error of ours. An end by signal stays as it is: who ended it knows why. */
export function networkFailure(error: unknown, signal: AbortSignal | null | undefined): unknown {
  if (signal?.aborted || codedError(error) !== undefined) return error;
  return [...causes(error)].some(isBeforeSending)
    ? new McpError('server_unreachable', 'The server cannot be reached. Is it running, and is its address right?', {
        cause: error,
        attempts: 0,
      })
    : new McpError('connection_lost', 'The connection to the server broke off.', { cause: error });
}

/** The error of ours that another one wraps, if there is one. */
export function codedError(error: unknown): McpError | undefined {
  for (const cause of causes(error)) if (McpError.isInstance(cause)) return cause;
  return undefined;
}

function isBeforeSending(error: object): boolean {
  const { code, syscall, errors } = error as { code?: unknown; syscall?: unknown; errors?: unknown };
  if (OPENING.includes(syscall)) return true;
  if (typeof code === 'string' && BEFORE_SENDING.test(code)) return true;
  // One error for each address that was tried.
  return Array.isArray(errors) && errors.length > 0 && errors.every((one) => isObject(one) && isBeforeSending(one));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

const DEEPEST = 8;

/** An error and what caused it, outermost first. */
export function* causes(error: unknown): Generator<object> {
  let at: unknown = error;
  for (let depth = 0; depth < DEEPEST && typeof at === 'object' && at !== null; depth++) {
    yield at;
    at = (at as { cause?: unknown }).cause;
  }
}
