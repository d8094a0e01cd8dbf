import { McpError } from '../../words/errors.ts';

export interface ErrorPlace {
  readonly server: string;
  readonly attempts: number;
}

/** The error as callers get it: with the server's name, and how often the request was sent. */
export function withServer(cause: unknown, { server, attempts }: ErrorPlace): McpError {
  if (!McpError.isInstance(cause)) {
    // A connector of somebody else's may throw whatever it likes.
    return new McpError('bad_answer', `${server}: The connection failed in an unforeseen way.`, {
      ...{ cause, server, attempts },
    });
  }
  const { code, status, rpcCode, retryAfterMs } = cause;
  const isUncertain = code === 'connection_lost' && attempts > 0;
  const advice = isUncertain ? ' Whether the request had its effect is not known.' : '';
  const details = { server, attempts, status, rpcCode, retryAfterMs };
  const message = `${server}: ${cause.message}${advice}`;
  return new McpError(code, message, cause.cause === undefined ? details : { ...details, cause: cause.cause });
}
