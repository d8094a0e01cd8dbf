import { bearerFetch } from '../../adapters/bearer-fetch.ts';
import { httpConnector } from '../../adapters/sdk/http-connector.ts';
import { sseConnector } from '../../adapters/sdk/sse-connector.ts';
import type { Connector } from '../../ports/server-connection.ts';
import { McpError } from '../../words/errors.ts';
import type { HttpServer } from '../../words/server-options.ts';
import type { ServerSpec } from './client-options.ts';
import type { ClientSettings } from './client-settings.ts';
import { heldToTerms } from './custom-connector.ts';

/** What connects to a server. */
export function connectorOf(spec: ServerSpec, settings: ClientSettings): Connector {
  if ('connector' in spec) return heldToTerms(spec.connector, settings.clock);
  const { clock, random, logger, clientInfo, handlers } = settings;
  const connecting = { clock, random, logger, clientInfo, handlers };
  if (spec.transport === 'stdio') return settings.stdio?.(spec, connecting) ?? withoutProcesses;
  const shared = { ...connecting, server: spec, fetch: fetchOf(spec, settings) };
  return spec.transport === 'sse' ? sseConnector(shared) : httpConnector(shared);
}

function fetchOf({ url, credential }: HttpServer, { fetch }: ClientSettings) {
  return credential === undefined ? fetch : bearerFetch({ fetch, serverUrl: url, credential });
}

const withoutProcesses: Connector = {
  connect: () => {
    const message =
      'This client cannot start processes: give it `stdio: stdioConnector` of @wicketgate/mcp-client/node.';
    return Promise.reject(new McpError('unsupported_transport', message));
  },
};
