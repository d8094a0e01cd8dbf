import type { Clock } from '@wicketgate/core';
import type { Connector } from '../../ports/server-connection.ts';
import { McpError } from '../../words/errors.ts';
import { waitFor } from '../session/waiting.ts';

/**
 * A connector of somebody else's, held to what is asked of one: it ends in time and with its signal, and fails with an
 * `McpError`. A connection that comes later is closed.
 */
export function heldToTerms(connector: Connector, clock: Clock): Connector {
  return {
    connect: async (options) => {
      const making = Promise.resolve().then(() => connector.connect(options));
      const ending = options.signal ?? new AbortController().signal;
      try {
        return await waitFor({ clock, ms: options.timeoutMs, signal: undefined, ending }, () => making);
      } catch (cause) {
        void making.then(
          (late) => late.close(),
          () => undefined,
        );
        if (McpError.isInstance(cause)) throw cause;
        throw new McpError('server_unreachable', 'The server could not be connected to.', { cause });
      }
    },
  };
}
