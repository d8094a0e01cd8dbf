import type { Clock, Logger } from '@wicketgate/core';
import type { RandomBytes } from '@wicketgate/contract';
import type { NegotiationStore } from '../../ports/negotiation-store.ts';
import type { Connector } from '../../ports/server-connection.ts';

export interface Negotiations {
  readonly store: NegotiationStore;
  /** Identity of the server: what it speaks is remembered by it, whoever asks. */
  readonly key: string;
  /**
   * Who asks: what the server says of itself to one is not for another. Undefined when that cannot be told; by default it is
   * always the same one.
   */
  readonly principal?: ((signal: AbortSignal) => Promise<string | undefined>) | undefined;
}

/** `createServerSession(options): ServerSession`, in create-session.ts. */
export interface ServerSessionOptions {
  /** Id of the server: `McpError.server`. */
  readonly id: string;
  readonly connector: Connector;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger?: Logger | undefined;
  /** Where agreements are remembered. Default: in this session alone, as those of nobody in particular. */
  readonly negotiations?: Negotiations | undefined;
  /** Milliseconds to connect, and to list. Default 30,000. */
  readonly deadlineMs?: number | undefined;
  /** Milliseconds of a call without an answer or progress. Default 60,000. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds of a call in all. Default 600,000. */
  readonly totalTimeoutMs?: number | undefined;
  /** Requests at once; the others wait in their order. Default 8. */
  readonly maxParallel?: number | undefined;
  /** Retries of a call that is safe to repeat, and of a listing. Default 2; 0 to 10. */
  readonly retries?: number | undefined;
}
