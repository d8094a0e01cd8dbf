import type { Transport } from '@modelcontextprotocol/client';
import type { Connector } from '../../ports/server-connection.ts';
import type { ConnectorSettings } from './connector-settings.ts';
import { openConnection } from './open-connection.ts';

export interface TransportConnectorOptions extends ConnectorSettings {
  /** Makes a new transport of the SDK for each connection, such as one half of `InMemoryTransport.createLinkedPair()`. */
  readonly open: () => Transport;
}

/** Connects over any transport of the SDK: in memory, or one's own. */
export function transportConnector(options: TransportConnectorOptions): Connector {
  const open = () => ({ transport: options.open(), kind: 'other' as const });
  return { connect: (connect) => openConnection(open, options, connect) };
}
