import type { CallOptions } from '../../words/tool-client.ts';

/** What a client of the bridge may do within one request. */
export type BridgeCall = Pick<CallOptions, 'signal' | 'onProgress'>;

/** A request that no server of MCP could answer: a protocol error for whoever sent it. */
export class BridgeRefusal extends Error {
  override readonly name = 'BridgeRefusal';
}
