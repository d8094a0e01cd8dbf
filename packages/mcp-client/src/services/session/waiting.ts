import type { Clock } from '@wicketgate/core';
import { McpError } from '../../words/errors.ts';

export interface Patience {
  readonly clock: Clock;
  /** Milliseconds that may still be waited. */
  readonly ms: number;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  /** Ends with the session. */
  readonly ending: AbortSignal;
}

/**
 * Waits for work that others may share, or that would not end by itself. Rejects with `timeout`, `aborted` or `closed`; the
 * work is told by its signal, and nothing is left behind.
 */
export async function waitFor<Value>(
  { clock, ms, signal, ending }: Patience,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  const end = (error: McpError) => controller.abort(error);
  const onAbort = () => end(new McpError('aborted', 'The caller ended this.', { cause: signal?.reason }));
  const onClose = () => end(closedError());
  if (signal?.aborted) onAbort();
  if (ending.aborted) onClose();
  signal?.addEventListener('abort', onAbort, { once: true });
  ending.addEventListener('abort', onClose, { once: true });
  clock.sleep(ms, controller.signal).then(
    () => end(new McpError('timeout', 'The time was over before the server was asked.', { attempts: 0 })),
    () => undefined,
  );
  try {
    controller.signal.throwIfAborted();
    return await Promise.race([ended(controller.signal), work(controller.signal)]);
  } finally {
    signal?.removeEventListener('abort', onAbort);
    ending.removeEventListener('abort', onClose);
    controller.abort(OVER);
  }
}

export function closedError(): McpError {
  return new McpError('closed', 'The client was closed.');
}

const OVER = Symbol('over');

function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => {
      if (signal.reason !== OVER) reject(signal.reason as Error);
    };
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}
