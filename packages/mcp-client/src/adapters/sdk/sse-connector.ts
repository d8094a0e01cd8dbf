import { SSEClientTransport, SseError } from '@modelcontextprotocol/client';
import type { Connector } from '../../ports/server-connection.ts';
import type { ServerFetch } from '../../words/credential.ts';
import { McpError } from '../../words/errors.ts';
import type { Negotiated } from '../../words/negotiated.ts';
import { httpChannel } from './http-channel.ts';
import type { HttpConnectorOptions } from './http-connector.ts';
import { openConnection, type OpenedTransport, type OpenTransport } from './open-connection.ts';

/** Connects over the transport of 2024-11-05: one stream for answers, requests beside it. */
export function sseConnector(options: HttpConnectorOptions): Connector {
  const open: OpenTransport = ({ onLost }) => openSse(options, onLost);
  // No server of this transport knows 2026-07-28, and some break at the question.
  return { connect: (connect) => openConnection(open, options, { ...connect, prior: connect.prior ?? LEGACY }) };
}

const LEGACY: Negotiated = {
  ...{ era: 'legacy', protocolVersion: '2024-11-05', serverInfo: { name: 'unknown', version: 'unknown' } },
  ...{ instructions: undefined, discover: undefined },
};

function openSse(options: HttpConnectorOptions, onLost: (error: unknown) => void): OpenedTransport {
  const { server, clock, authProvider } = options;
  let failure: Error | undefined;
  const noted: ServerFetch = async (url, init) => {
    try {
      return await options.fetch(url, init);
    } catch (error) {
      failure = error instanceof Error ? error : undefined;
      throw error;
    }
  };
  const fetch = httpChannel({ fetch: noted, clock, onSessionLost: () => undefined, throws: 'posted' });
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
