import {
  type AuthProvider,
  type OAuthClientProvider,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import type { Connector } from '../../ports/server-connection.ts';
import type { ServerFetch } from '../../words/credential.ts';
import { McpError } from '../../words/errors.ts';
import type { HttpServer } from '../../words/server-options.ts';
import type { ConnectorSettings } from './connector-settings.ts';
import { httpChannel } from './http-channel.ts';
import { openConnection } from './open-connection.ts';
import type { OpenedTransport, OpenTransport, TransportHooks } from './opened-transport.ts';
import { Reconnections } from './reconnections.ts';

export interface HttpConnectorOptions extends ConnectorSettings {
  /** Its `credential` is not looked at: what shows it is `fetch` or `authProvider`. */
  readonly server: Pick<HttpServer, 'url' | 'headers'>;
  readonly fetch: ServerFetch;
  /** The SDK's own way of signing in. Default: none. */
  readonly authProvider?: AuthProvider | OAuthClientProvider | undefined;
}

/** Connects over Streamable HTTP. Redirects are followed within the server's own origin alone. */
export function httpConnector(options: HttpConnectorOptions): Connector {
  const open: OpenTransport = (hooks) => openHttp(options, hooks);
  return { connect: (connect) => openConnection(open, options, connect) };
}

function openHttp(options: HttpConnectorOptions, { onLost, onCut }: TransportHooks): OpenedTransport {
  const { server, clock, authProvider } = options;
  const onSessionLost = () => onLost(new McpError('connection_lost', 'The server no longer knows the session.'));
  const reconnections = new Reconnections(clock);
  const transport = new StreamableHTTPClientTransport(new URL(server.url), {
    fetch: httpChannel({ fetch: options.fetch, clock, onSessionLost, onCut }),
    requestInit: { headers: { ...server.headers } },
    ...(authProvider && { authProvider }),
    reconnectionScheduler: (reconnect, ms) => reconnections.plan(reconnect, ms),
  });
  transport.onclose = () => reconnections.end();
  return { transport, kind: 'http', endSession: () => transport.terminateSession() };
}
