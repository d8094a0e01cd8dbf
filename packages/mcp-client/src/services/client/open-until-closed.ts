import { McpError } from '../../words/errors.ts';
import { asMcpError } from './error-of-tool.ts';

/** What a client is asked for, until it is closed. */
export class OpenUntilClosed {
  #isClosed = false;

  close(): void {
    this.#isClosed = true;
  }

  /** Throws `closed` after that. */
  assertOpen(): void {
    if (this.#isClosed) throw new McpError('closed', 'The client was closed.');
  }

  /** Does work for a caller who has not left yet. What fails is an `McpError`; misuse stays a TypeError. */
  async do<Value>(signal: AbortSignal | undefined, work: () => Promise<Value>): Promise<Value> {
    this.assertOpen();
    try {
      signal?.throwIfAborted();
      return await work();
    } catch (error) {
      if (error instanceof TypeError) throw error;
      throw asMcpError(error, signal);
    }
  }
}
