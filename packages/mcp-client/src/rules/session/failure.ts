import type { McpError } from '../../words/errors.ts';

/** JSON-RPC codes by which a server says that it does not take a request of this revision at all. */
const REVISION_REFUSED: readonly number[] = [-32_022, -32_601, -32_600];
/** Codes of a server that understood the request, whatever the status: headers, capabilities, arguments, its own failure. */
const UNDERSTOOD: readonly number[] = [-32_020, -32_021, -32_602, -32_603];
/** Statuses by which a server of another revision, or none, answers. */
const ADDRESS_REFUSED: readonly number[] = [400, 404, 405, 406, 415];
/** An error that answers the very request comes without this status: the SDK takes it for an answer. */
const BAD_REQUEST = 400;
/** The server waited for too long, or throttles (RFC 9110 section 15.5.9, RFC 6585 section 4). */
const COME_BACK_LATER: readonly number[] = [408, 429];
/**
 * Of what a server has trouble with, what is the same the next time: not implemented, HTTP version (RFC 9110 sections 15.6.2 and
 * 15.6.6), a loop (RFC 5842 section 7.2), extensions (RFC 2774 section 7), a network that wants a sign-in (RFC 6585 section 6).
 */
const LASTING_TROUBLE: readonly number[] = [501, 505, 508, 510, 511];

/** What was being done when something failed. */
export type Doing = 'connect' | 'ask' | 'call';

/** Whether nothing at all of the request reached the server: repeating it cannot do a thing twice. */
export function wasNeverSent(error: McpError): boolean {
  return error.attempts === 0;
}

/** Whether a failure speaks of the network or of the server's state, and may be gone the next time. */
export function isPassing(error: McpError): boolean {
  // A session that a server no longer knows comes with a status too.
  if (error.code === 'connection_lost') return true;
  if (error.status !== undefined) return isPassingStatus(error.status);
  // A process that does not start will not start in a second either: the network alone recovers by itself.
  return error.code === 'server_unreachable' && wasNeverSent(error);
}

function isPassingStatus(status: number): boolean {
  if (COME_BACK_LATER.includes(status)) return true;
  return status >= 500 && status < 600 && !LASTING_TROUBLE.includes(status);
}

/**
 * Whether a failure says that the server itself is gone or broken. What it answered deliberately says nothing against it,
 * nor does a tool that is slow.
 */
export function isOutage(error: McpError, doing: Doing): boolean {
  if (error.code === 'server_unreachable' || error.code === 'connection_lost') return true;
  // Some calls are long, and a caller who cannot wait for the connection says nothing against the server.
  if (error.code === 'timeout') return doing !== 'call' && !wasNeverSent(error);
  if (error.code === 'bad_answer') return doing === 'connect' && (error.status ?? 500) >= 500;
  return error.status !== undefined && error.status >= 500;
}

/** Whether a remembered agreement, not confirmed yet on this connection, may be why a request failed. */
export function doubtsAgreement(error: McpError): boolean {
  return refusedForRevision(error) || error.code === 'connection_lost' || error.code === 'bad_answer';
}

/** Whether a server refused a request before it did anything: repeating it in another revision does nothing twice. */
export function wasNotTaken(error: McpError): boolean {
  const { rpcCode, status } = error;
  if (!refusedForRevision(error)) return false;
  if (rpcCode === undefined || REVISION_REFUSED.includes(rpcCode)) return true;
  // With any other status than this the error may be the answer of whoever carried the request out.
  return status === BAD_REQUEST;
}

/** Whether a server may have refused a request because of its revision. */
export function refusedForRevision(error: McpError): boolean {
  if (error.code === 'unsupported_protocol') return true;
  const { rpcCode, status } = error;
  if (rpcCode !== undefined && REVISION_REFUSED.includes(rpcCode)) return true;
  if (rpcCode !== undefined && UNDERSTOOD.includes(rpcCode)) return false;
  return status !== undefined && ADDRESS_REFUSED.includes(status);
}

/** Whether a connection that was made on a remembered agreement failed because of the agreement. */
export function connectDoubtsAgreement(error: McpError): boolean {
  return doubtsAgreement(error) || error.code === 'server_error';
}
