import type { ServerConnection, ToolListing, WireCall, WireQuestion } from '../../ports/server-connection.ts';
import { checkWholeNumber } from '../../rules/option-checks.ts';
import type { McpError } from '../../words/errors.ts';
import type { Negotiated } from '../../words/negotiated.ts';
import type { OfferKind } from '../../words/offers.ts';
import type { JsonObject } from '../../words/tool.ts';
import { Agreements } from './agreements.ts';
import { askServer, type AskingOptions, type Question } from './asking.ts';
import { ConnectionKeeper } from './connection-keeper.ts';
import { createMemoryNegotiationStore } from '../memory-stores.ts';
import { withServer } from './named-error.ts';
import type {
  ServerSession,
  SessionAskOptions,
  SessionCallOptions,
  SessionChange,
  SessionReport,
  SessionResult,
  SessionWait,
} from './server-session.ts';
import type { ServerSessionOptions } from './session-options.ts';
import { Standing } from './standing.ts';
import { Turns } from './turns.ts';
import { closedError } from './waiting.ts';

const LONGEST_MS = 2 ** 31 - 1;
const MOST_RETRIES = 10;
const MOST_PARALLEL = 1_000;
const NOBODY = 'none';
const DEFAULTS = { deadlineMs: 30_000, timeoutMs: 60_000, totalTimeoutMs: 600_000, maxParallel: 8, retries: 2 };

/** Throws a TypeError for options that it cannot take. Nothing is connected before it is needed. */
export function createServerSession(options: ServerSessionOptions): ServerSession {
  return new Session(options);
}

class Session implements ServerSession {
  readonly #options: ServerSessionOptions;
  readonly #limits: Readonly<typeof DEFAULTS>;
  readonly #keeper: ConnectionKeeper;
  readonly #standing: Standing;
  readonly #asking: AskingOptions;
  readonly #ending = new AbortController();
  readonly #listeners = new Set<(change: SessionChange) => void>();
  #negotiated: Negotiated | undefined;

  constructor(options: ServerSessionOptions) {
    this.#options = options;
    this.#limits = limitsOf(options);
    const { id, clock, random, connector, logger } = options;
    const negotiations = options.negotiations ?? { store: createMemoryNegotiationStore(), key: id };
    const { principal = () => Promise.resolve(NOBODY) } = negotiations;
    const ending = this.#ending.signal;
    const onState = () => this.#tell('state');
    this.#standing = new Standing({ clock, onChange: onState });
    this.#keeper = new ConnectionKeeper({
      ...{ connector, clock, ending, onState, deadlineMs: this.#limits.deadlineMs },
      agreements: new Agreements({ ...negotiations, principal, clock, logger, ending }),
      onToolsChanged: () => this.#tell('tools_changed'),
      onOffersChanged: (what) => this.#tell(`${what}_changed`),
    });
    const turns = new Turns(this.#limits.maxParallel);
    this.#asking = { id, keeper: this.#keeper, standing: this.#standing, turns, clock, random, ending };
  }

  report(): SessionReport {
    const retryAt = this.#standing.pausedUntil;
    const problem = this.#problem();
    this.#negotiated = this.#keeper.held?.connection.negotiated ?? this.#negotiated;
    return {
      state: this.#state(retryAt),
      negotiated: this.#negotiated,
      problem,
      retryAt,
      connections: this.#keeper.made,
    };
  }

  async connect(options: SessionWait = {}): Promise<Negotiated> {
    const question = this.#question(options, ({ negotiated }) => Promise.resolve(negotiated));
    return (await askServer(this.#asking, { ...question, doing: 'connect' })).value;
  }

  async list(options: SessionWait = {}): Promise<ToolListing> {
    const { signal } = options;
    const question = this.#question(options, (connection, timeoutMs) => connection.listTools({ timeoutMs, signal }));
    return (await askServer(this.#asking, question)).value;
  }

  async call(call: WireCall, options: SessionCallOptions): Promise<SessionResult> {
    const { timeoutMs = this.#limits.timeoutMs, totalTimeoutMs = this.#limits.totalTimeoutMs } = options;
    const { safeToRepeat, signal, onProgress, onRetry } = options;
    const { value, attempts } = await askServer(this.#asking, {
      ...{ doing: 'call', safeToRepeat, signal, onRetry, totalMs: totalTimeoutMs, retries: this.#limits.retries },
      ask: (connection, leftMs) =>
        connection.callTool(call, {
          timeoutMs: Math.min(timeoutMs, leftMs),
          ...{ totalTimeoutMs: leftMs, signal, onProgress },
        }),
    });
    return { result: value, attempts };
  }

  async listOffers(kind: OfferKind, options: SessionWait = {}): Promise<readonly unknown[] | undefined> {
    if (!(await this.#has(kind, options))) return undefined;
    const { signal } = options;
    const question = this.#question(options, async (connection, timeoutMs) =>
      connection.listOffers?.(kind, { timeoutMs, signal }),
    );
    return (await askServer(this.#asking, question)).value;
  }

  async ask(asked: WireQuestion, options: SessionAskOptions = {}): Promise<JsonObject | undefined> {
    const { signal, onProgress } = options;
    if (!(await this.#has(asked.method, { signal }))) return undefined;
    const { timeoutMs = this.#limits.timeoutMs, totalTimeoutMs = this.#limits.totalTimeoutMs } = options;
    const { value } = await askServer(this.#asking, {
      ...{ doing: 'call', safeToRepeat: true, signal, totalMs: totalTimeoutMs, retries: this.#limits.retries },
      ask: async (connection, leftMs) =>
        connection.ask?.(asked, {
          timeoutMs: Math.min(timeoutMs, leftMs),
          ...{ totalTimeoutMs: leftMs, signal, onProgress },
        }),
    });
    return value;
  }

  async ping(options: SessionWait = {}): Promise<void> {
    const { signal, timeoutMs = this.#limits.deadlineMs } = options;
    const { held } = this.#keeper;
    if (held === undefined || held.isUnproven) {
      await askServer(
        this.#asking,
        this.#question(options, (connection, leftMs) => this.#prove(connection, leftMs, signal)),
      );
      return;
    }
    // Whether it lives must be known also while all turns are taken, and while it is left alone.
    const admission = this.#standing.unasked();
    try {
      await this.#keeper.use(held, (connection) => connection.ping({ timeoutMs, signal }));
      this.#standing.succeeded(admission);
    } catch (error) {
      this.#standing.failed(error, 'ask', admission);
      throw this.#named(error);
    }
  }

  async close(): Promise<void> {
    if (this.#ending.signal.aborted) return this.#keeper.close();
    this.#ending.abort(closedError());
    this.#tell('state');
    await this.#keeper.close();
    this.#listeners.clear();
  }

  onChange(listener: (change: SessionChange) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Sends nothing on a connection that stands, and proves none. */
  async #has(what: OfferKind | WireQuestion['method'], options: SessionWait): Promise<boolean> {
    const question = this.#question(options, (connection) => Promise.resolve(connection.has?.(what) ?? false));
    return (await askServer(this.#asking, { ...question, doing: 'connect' })).value;
  }

  /** A connection that was just made is proof enough, unless it stands on what is remembered. */
  async #prove(connection: ServerConnection, timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#keeper.held?.isUnproven !== false) await connection.ping({ timeoutMs, signal });
  }

  #question<Value>({ timeoutMs, signal }: SessionWait, ask: Question<Value>['ask']): Question<Value> {
    const totalMs = timeoutMs ?? this.#limits.deadlineMs;
    return { doing: 'ask', safeToRepeat: true, retries: this.#limits.retries, totalMs, signal, ask };
  }

  #state(retryAt: number | undefined): SessionReport['state'] {
    if (this.#ending.signal.aborted) return 'closed';
    if (this.#keeper.isConnecting) return 'connecting';
    if (retryAt !== undefined) return 'cooling';
    if (this.#keeper.held) return 'ready';
    return this.#standing.problem ? 'failed' : 'idle';
  }

  #problem(): McpError | undefined {
    const { problem } = this.#standing;
    return problem && this.#named(problem);
  }

  #named(error: unknown): McpError {
    const cause = this.#ending.signal.aborted ? closedError() : error;
    return withServer(cause, { server: this.#options.id, attempts: 1 });
  }

  #tell(change: SessionChange): void {
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        this.#options.logger?.error({ error, server: this.#options.id }, 'a listener of a session failed');
      }
    }
  }
}

function limitsOf(options: ServerSessionOptions): Readonly<typeof DEFAULTS> {
  const milliseconds = { min: 1, max: LONGEST_MS };
  const { deadlineMs, timeoutMs, totalTimeoutMs, maxParallel, retries } = options;
  return {
    deadlineMs: checkWholeNumber('deadlineMs', deadlineMs ?? DEFAULTS.deadlineMs, milliseconds),
    timeoutMs: checkWholeNumber('timeoutMs', timeoutMs ?? DEFAULTS.timeoutMs, milliseconds),
    totalTimeoutMs: checkWholeNumber('totalTimeoutMs', totalTimeoutMs ?? DEFAULTS.totalTimeoutMs, milliseconds),
    maxParallel: checkWholeNumber('maxParallel', maxParallel ?? DEFAULTS.maxParallel, { min: 1, max: MOST_PARALLEL }),
    retries: checkWholeNumber('retries', retries ?? DEFAULTS.retries, { min: 0, max: MOST_RETRIES }),
  };
}
