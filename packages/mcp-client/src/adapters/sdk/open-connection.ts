import { Client, type PriorDiscovery } from '@modelcontextprotocol/client';
import type { ConnectOptions, ServerConnection } from '../../ports/server-connection.ts';
import { McpError } from '../../words/errors.ts';
import { type Negotiated, PROTOCOL_VERSIONS } from '../../words/negotiated.ts';
import { watchChanges } from './change-watch.ts';
import type { ConnectorSettings } from './connector-settings.ts';
import { Deadlines } from './deadlines.ts';
import type { OpenedTransport, OpenTransport } from './opened-transport.ts';
import { NEVER_MS, sdkConnection } from './sdk-connection.ts';
import { answerRequests, capabilitiesOf } from './server-requests.ts';
import { toMcpError } from './to-mcp-error.ts';
import { WatchedProcessTransport, WatchedTransport } from './watched-transport.ts';

/** Spoken besides, where a server knows nothing newer: it differs in nothing that this client uses. */
const OLDEST_VERSION = '2024-11-05';
const CLIENT_INFO = { name: 'wicketgate', version: '0.0.0' };
/** How long a server is given to end a session before the connection is cut. */
const FAREWELL_MS = 2_000;
/** What servers list, and tell the changes of. */
const LISTED = ['tools', 'resources', 'prompts'] as const;
type ListedThing = (typeof LISTED)[number];

/** Connects, in the revision that the server speaks. Rejects with an `McpError`, and leaves nothing behind then. */
export async function openConnection(
  open: OpenTransport,
  settings: ConnectorSettings,
  options: ConnectOptions,
): Promise<ServerConnection> {
  const first = new Opening(open, settings, options);
  try {
    return await first.connect(options.prior);
  } catch (error) {
    // A server of before 2026 may end at a question that it does not know.
    if (!first.endedWhenAsked(options.prior)) throw error;
    return new Opening(open, settings, options).connect('legacy');
  }
}

class Opening {
  readonly #settings: ConnectorSettings;
  readonly #options: ConnectOptions;
  readonly #opened: OpenedTransport;
  readonly #transport: WatchedTransport;
  readonly #client: Client;
  readonly #deadlines: Deadlines;
  readonly #ending = new AbortController();
  #state: 'opening' | 'standing' | 'lost' | 'closed' = 'opening';
  #lostBy: unknown;
  #isWatching = false;

  constructor(open: OpenTransport, settings: ConnectorSettings, options: ConnectOptions) {
    this.#settings = settings;
    this.#deadlines = new Deadlines(settings.clock);
    this.#options = options;
    this.#opened = open({
      onLost: (error) => this.#onLost(error),
      onCut: (id, error) => this.#transport.fail(id, error),
    });
    const Watched = this.#opened.kind === 'process' ? WatchedProcessTransport : WatchedTransport;
    this.#transport = new Watched(this.#opened.transport);
    this.#client = this.#createClient();
  }

  /** Whether a process of which nothing was known ended, or closed its output. */
  endedWhenAsked(prior: Negotiated | undefined): boolean {
    const isCut = McpError.isInstance(this.#opened.failure?.());
    return this.#opened.kind === 'process' && prior === undefined && this.#transport.endedFirst && !isCut;
  }

  async connect(prior: Negotiated | 'legacy' | undefined): Promise<ServerConnection> {
    const { timeoutMs, signal } = this.#options;
    if (signal?.aborted) throw abortedBy(signal);
    const limit = this.#deadlines.start({ timeoutMs, totalTimeoutMs: timeoutMs, signal });
    const cut = () => void this.#transport.close().catch(() => undefined);
    limit.signal.addEventListener('abort', cut, { once: true });
    try {
      const timeout = NEVER_MS;
      await this.#client.connect(this.#transport, { timeout, ...(prior && { prior: priorOf(prior) }) });
      if (this.#lostBy !== undefined) throw this.#lostBy as Error;
      this.#state = 'standing';
      return this.#connection();
    } catch (error) {
      if (limit.ended !== undefined) this.#state = 'closed';
      this.#ending.abort();
      this.#deadlines.close();
      await this.#transport.close().catch(() => undefined);
      if (limit.ended === 'caller') throw abortedBy(signal);
      if (limit.ended === 'timeout') throw notInTime(timeoutMs, error);
      throw toMcpError(error, { doing: 'connect', hasSession: false, ending: this.#opened.failure?.() });
    } finally {
      limit.signal.removeEventListener('abort', cut);
      limit.release();
    }
  }

  #createClient(): Client {
    const { clientInfo = CLIENT_INFO, handlers = {}, logger } = this.#settings;
    const client = new Client(clientInfo, {
      capabilities: capabilitiesOf(handlers),
      supportedProtocolVersions: [...PROTOCOL_VERSIONS, OLDEST_VERSION],
      versionNegotiation: { mode: 'auto', probe: { timeoutMs: this.#patienceForAsking() } },
    });
    answerRequests(client, handlers, this.#deadlines);
    for (const what of LISTED) {
      client.setNotificationHandler(`notifications/${what}/list_changed`, () => this.#onChanged(what));
    }
    client.setNotificationHandler('notifications/message', ({ params }) =>
      logger?.debug({ ...params }, 'a server logs'),
    );
    client.onerror = (error) => logger?.debug({ error: error.name }, 'trouble with a server');
    client.onclose = () => this.#onLost(new McpError('connection_lost', 'The connection to the server ended.'));
    return client;
  }

  /** A process that says nothing to a question that it does not know gets half of the time. */
  #patienceForAsking(): number {
    return this.#opened.kind === 'process' ? Math.ceil(this.#options.timeoutMs / 2) : NEVER_MS;
  }

  #connection(): ServerConnection {
    const { logger } = this.#settings;
    const { prior } = this.#options;
    const negotiated = prior?.era === 'modern' && prior.partial ? prior : negotiatedOf(this.#client);
    const sendsHeaders = negotiated.era === 'modern' && this.#opened.kind === 'http';
    return sdkConnection({
      ...{ client: this.#client, transport: this.#transport, negotiated, logger, sendsHeaders },
      ending: () => this.#opened.failure?.(),
      deadlines: this.#deadlines,
      onAnswer: () => this.#watch(negotiated),
      onToolsChanged: this.#options.onToolsChanged,
      close: () => this.#close(),
    });
  }

  /** Not before something was answered: a start on what is remembered asks nothing of its own. */
  #watch({ era }: Negotiated): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const changing = this.#changing();
    if (era !== 'modern' || changing.length === 0 || this.#settings.changes === 'ignore') return;
    const { clock, random, logger } = this.#settings;
    const filter = Object.fromEntries(changing.map((what) => [`${what}ListChanged`, true]));
    const { signal } = this.#ending;
    const onMissed = () => {
      for (const what of changing) this.#onChanged(what);
    };
    void watchChanges({ client: this.#client, clock, random, logger, signal, filter, onMissed });
  }

  /** The lists of which the server says that it tells their changes, and somebody hears. */
  #changing(): readonly ListedThing[] {
    const capabilities = this.#client.getServerCapabilities();
    const isHeard = (what: ListedThing) => what === 'tools' || this.#options.onOffersChanged !== undefined;
    return LISTED.filter((what) => capabilities?.[what]?.listChanged === true && isHeard(what));
  }

  #onChanged(what: ListedThing): void {
    if (what === 'tools') this.#options.onToolsChanged();
    else this.#options.onOffersChanged?.(what);
  }

  #onLost(error: unknown): void {
    const wasStanding = this.#state === 'standing';
    if (this.#state === 'lost' || this.#state === 'closed') return;
    this.#state = 'lost';
    this.#lostBy = error;
    this.#ending.abort();
    const ending = this.#opened.failure?.();
    if (wasStanding) this.#options.onClosed(toMcpError(error, { doing: 'request', hasSession: false, ending }));
  }

  async #close(): Promise<void> {
    const wasStanding = this.#state === 'standing';
    this.#state = 'closed';
    this.#ending.abort();
    // Calls end now, and not when the server has said goodbye.
    this.#deadlines.close();
    if (wasStanding) await this.#farewell();
    await this.#client.close().catch(() => undefined);
    await this.#transport.close().catch(() => undefined);
  }

  async #farewell(): Promise<void> {
    const { endSession } = this.#opened;
    if (endSession === undefined) return;
    const done = new AbortController();
    const time = this.#settings.clock.sleep(FAREWELL_MS, done.signal).catch(() => undefined);
    await Promise.race([endSession().catch(() => undefined), time]);
    done.abort();
  }
}

function priorOf(prior: Negotiated | 'legacy'): PriorDiscovery {
  if (prior === 'legacy' || prior.era === 'legacy' || prior.discover === undefined) return { kind: 'legacy' };
  return { kind: 'modern', discover: prior.discover as Extract<PriorDiscovery, { kind: 'modern' }>['discover'] };
}

function negotiatedOf(client: Client): Negotiated {
  const { name = 'unknown', version = 'unknown', title } = client.getServerVersion() ?? {};
  const discover = client.getDiscoverResult();
  return {
    era: client.getProtocolEra() ?? 'legacy',
    protocolVersion: client.getNegotiatedProtocolVersion() ?? PROTOCOL_VERSIONS[1],
    serverInfo: { name, version, ...(title !== undefined && { title }) },
    instructions: client.getInstructions(),
    discover,
  };
}

function abortedBy(signal: AbortSignal | undefined): McpError {
  return new McpError('aborted', 'The caller ended this.', { cause: signal?.reason });
}

function notInTime(timeoutMs: number, cause: unknown): McpError {
  return new McpError('timeout', `The server was not ready within ${timeoutMs} ms.`, { cause });
}
