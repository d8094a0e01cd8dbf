import { McpError } from '../../words/errors.ts';

/** Codes of Node, undici and TLS that come before a request is sent. */
const BEFORE_SENDING =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** What `fetch` threw, as an error of ours. An end by signal stays as it is: who ended it knows why. */
export function networkFailure(error: unknown, signal: AbortSignal | null | undefined): unknown {
  if (signal?.aborted || codedError(error) !== undefined) return error;
  return codesOf(error).some((code) => BEFORE_SENDING.test(code))
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

function codesOf(error: unknown): readonly string[] {
  return [...causes(error)]
    .map((cause) => (cause as { code?: unknown }).code)
    .filter((code) => typeof code === 'string');
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
