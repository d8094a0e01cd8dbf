import type { Clock } from '@wicketgate/core';
import type { Connector, ServerConnection } from '../../ports/server-connection.ts';
import { connectDoubtsAgreement, type Doing } from '../../rules/session/failure.ts';
import { McpError } from '../../words/errors.ts';
import type { Negotiated } from '../../words/negotiated.ts';
import type { Agreements } from './agreements.ts';

export interface KeeperOptions {
  readonly connector: Connector;
  readonly agreements: Agreements;
  readonly clock: Clock;
  readonly deadlineMs: number;
  /** Ends with the session. */
  readonly ending: AbortSignal;
  readonly onToolsChanged: () => void;
  readonly onOffersChanged: (what: 'resources' | 'prompts') => void;
  /** A connection came to stand, or ended. */
  readonly onState: (lostBy: McpError | undefined) => void;
}

/** A connection and who uses it. */
export interface Held {
  readonly connection: ServerConnection;
  /** It was made on what was remembered, and the server has not answered on it yet. */
  isUnproven: boolean;
  inUse: number;
  isRetired: boolean;
}

/** Keeps at most one connection to a server: made when needed, by one attempt for all who wait. */
export class ConnectionKeeper {
  readonly #options: KeeperOptions;
  #held: Held | undefined;
  #attempt: Promise<Held> | undefined;
  #made = 0;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  get held(): Held | undefined {
    return this.#held;
  }

  get isConnecting(): boolean {
    return this.#attempt !== undefined;
  }

  /** Connections made so far. */
  get made(): number {
    return this.#made;
  }

  /** The connection, made if there is none. Whoever leaves early leaves the attempt to the others, and to its deadline. */
  connected(doing: Doing): Promise<Held> {
    if (this.#held) return Promise.resolve(this.#held);
    if (this.#attempt) return this.#attempt;
    if (this.#options.ending.aborted) return Promise.reject(this.#options.ending.reason as Error);
    const attempt = this.#connect(doing).finally(() => {
      this.#attempt = undefined;
      this.#options.onState(undefined);
    });
    attempt.catch(() => undefined);
    this.#attempt = attempt;
    this.#options.onState(undefined);
    return attempt;
  }

  async use<Value>(held: Held, work: (connection: ServerConnection) => Promise<Value>): Promise<Value> {
    held.inUse++;
    try {
      const value = await work(held.connection);
      held.isUnproven = false;
      return value;
    } finally {
      held.inUse--;
      this.#closeUnused(held);
    }
  }

  /** No longer used for what comes; closed once nobody uses it. */
  retire(held: Held): void {
    if (this.#held === held) this.#held = undefined;
    held.isRetired = true;
    this.#closeUnused(held);
  }

  /** The server did not take what was agreed: it is asked anew at the next connection. */
  async doubt(held: Held): Promise<void> {
    this.retire(held);
    await this.#options.agreements.drop();
  }

  async close(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    // An attempt under way ends by the signal of the session, and closes what it made.
    await this.#attempt?.catch(() => undefined);
    await held?.connection.close();
  }

  #closeUnused(held: Held): void {
    if (held.isRetired && held.inUse === 0) void held.connection.close();
  }

  async #connect(doing: Doing): Promise<Held> {
    const { agreements, clock, deadlineMs, ending } = this.#options;
    const endsAt = clock.now() + deadlineMs;
    const recalled = await agreements.recall(doing);
    let held: Held;
    try {
      held = await this.#open(recalled, deadlineMs);
    } catch (error) {
      const leftMs = Math.min(deadlineMs, endsAt - clock.now());
      if (recalled === undefined || !isDoubtful(error) || leftMs <= 0) throw error;
      await agreements.drop();
      held = await this.#open(undefined, leftMs);
    }
    await agreements.keep(held.connection.negotiated, held.isUnproven ? recalled : undefined);
    if (ending.aborted) {
      await held.connection.close();
      throw ending.reason as Error;
    }
    if (held.isRetired) throw new McpError('server_unreachable', 'The server ended the connection at once.');
    this.#held = held;
    this.#made++;
    // What changed while there was no connection, nobody told.
    if (this.#made > 1) this.#tellAllChanged();
    return held;
  }

  async #open(prior: Negotiated | undefined, timeoutMs: number): Promise<Held> {
    const { connector, ending, onToolsChanged, onOffersChanged } = this.#options;
    const made: { held?: Held; isLost: boolean } = { isLost: false };
    const onClosed = (error: unknown) => {
      made.isLost = true;
      if (made.held) this.#onLost(made.held, error);
    };
    const connection = await connector.connect({
      ...{ prior, timeoutMs, signal: ending, onToolsChanged, onOffersChanged, onClosed },
    });
    const held: Held = { connection, isUnproven: prior !== undefined, inUse: 0, isRetired: false };
    made.held = held;
    // It may have ended while there was nobody to be told.
    if (made.isLost) this.retire(held);
    return held;
  }

  #tellAllChanged(): void {
    this.#options.onToolsChanged();
    this.#options.onOffersChanged('resources');
    this.#options.onOffersChanged('prompts');
  }

  #onLost(held: Held, error: unknown): void {
    if (held.isRetired) return;
    this.retire(held);
    this.#options.onState(McpError.isInstance(error) ? error : undefined);
  }
}

function isDoubtful(error: unknown): boolean {
  return McpError.isInstance(error) && connectDoubtsAgreement(error);
}
