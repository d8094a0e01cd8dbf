import type { Transport } from '@modelcontextprotocol/client';
import type { McpError } from '../../words/errors.ts';
import type { MessageId } from './watched-transport.ts';

/** A way to one server, not started yet. */
export interface OpenedTransport {
  readonly transport: Transport;
  /** `process`: one that falls silent, or ends, when asked for a revision of 2026 is asked as an old one. */
  readonly kind: 'http' | 'process' | 'other';
  /** Tells the server that the session is over. */
  readonly endSession?: (() => Promise<void>) | undefined;
  /** Why the connection ended, where the transport keeps it to itself. */
  readonly failure?: (() => Error | undefined) | undefined;
}

/** What a transport tells besides its messages. */
export interface TransportHooks {
  /** The connection is of no more use. */
  readonly onLost: (error: unknown) => void;
  /** One request is. */
  readonly onCut: (id: MessageId, error: McpError) => void;
}

export type OpenTransport = (hooks: TransportHooks) => OpenedTransport;
