import { SSEClientTransport, SseError } from '@modelcontextprotocol/client';
import type { Connector } from '../../ports/server-connection.ts';
import type { ServerFetch } from '../../words/credential.ts';
import { McpError } from '../../words/errors.ts';
import type { Negotiated } from '../../words/negotiated.ts';
import { httpChannel } from './http-channel.ts';
import type { HttpConnectorOptions } from './http-connector.ts';
import { openConnection } from './open-connection.ts';
import type { OpenedTransport, OpenTransport, TransportHooks } from './opened-transport.ts';

/** Connects over the transport of 2024-11-05: one stream for answers, requests beside it. */
export function sseConnector(options: HttpConnectorOptions): Connector {
  const open: OpenTransport = (hooks) => openSse(options, hooks);
  // No server of this transport knows 2026-07-28, and some break at the question.
  return { connect: (connect) => openConnection(open, options, { ...connect, prior: connect.prior ?? LEGACY }) };
}

const LEGACY: Negotiated = {
  ...{ era: 'legacy', protocolVersion: '2024-11-05', serverInfo: { name: 'unknown', version: 'unknown' } },
  ...{ instructions: undefined, discover: undefined },
};

function openSse(options: HttpConnectorOptions, { onLost, onCut }: TransportHooks): OpenedTransport {
  const { server, clock, authProvider } = options;
  let failure: Error | undefined;
  const channel = httpChannel({
    ...{ fetch: options.fetch, clock, onCut, throws: 'posted' },
    onSessionLost: () => undefined,
  });
  // Why the stream could not be opened is lost on the way.
  const fetch: ServerFetch = async (url, init) => {
    try {
      return await channel(url, init);
    } catch (error) {
      if (init?.method !== 'POST' && error instanceof Error) failure = error;
      throw error;
    }
  };
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- old servers have no other transport
  const transport = new SSEClientTransport(new URL(server.url), {
    fetch,
    requestInit: { headers: { ...server.headers } },
    ...(authProvider && { authProvider }),
  });
  transport.onerror = (error) => {
    if (!(error instanceof SseError)) return;
    // It would connect anew by itself, to a session that was never begun.
    onLost(new McpError('connection_lost', 'The stream of the server ended.', { cause: error }));
    void transport.close();
  };
  return { transport, kind: 'other', failure: () => failure };
}
