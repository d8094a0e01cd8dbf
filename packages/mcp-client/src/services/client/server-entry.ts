import { targetIdentity } from '../../rules/catalog/server-identity.ts';
import { sha256Hex } from '../../rules/pins/tool-hash.ts';
import { compilePolicy, type ToolJudge } from '../../rules/policy/compile-policy.ts';
import { McpError } from '../../words/errors.ts';
import type { ClientEvent, ServerReport } from '../../words/tool-client.ts';
import { CatalogShelf } from '../catalog/catalog-shelf.ts';
import { createMemoryNegotiationStore, createMemoryPinStore } from '../memory-stores.ts';
import { PinKeeper } from '../catalog/pin-keeper.ts';
import { ServerCatalog } from '../catalog/server-catalog.ts';
import { ToolApprovals } from '../catalog/tool-approvals.ts';
import { createServerSession } from '../session/create-session.ts';
import type { ServerSession } from '../session/server-session.ts';
import type { ServerSpec } from './client-options.ts';
import type { ClientSettings } from './client-settings.ts';
import { principalOf, type PrincipalQuestion } from './principal.ts';
import { Relisting } from './relisting.ts';
import { connectorOf } from './server-connector.ts';

export interface ServerEntryOptions {
  readonly id: string;
  readonly spec: ServerSpec;
  readonly settings: ClientSettings;
  readonly tell: (event: ClientEvent) => void;
  /** What is known of the server's tools is not what it was. */
  readonly onTools: () => void;
}

/** One server of a client: the connection to it, and what is known of its tools. */
export class ServerEntry {
  readonly id: string;
  readonly spec: ServerSpec;
  readonly session: ServerSession;
  readonly catalog: ServerCatalog;
  /** What the policies of client and server allow, both. */
  readonly judge: ToolJudge;
  readonly #options: ServerEntryOptions;
  readonly #closing = new AbortController();
  /** What listeners were told last: the same is not said twice. */
  #told = '';

  constructor(options: ServerEntryOptions) {
    const { id, spec, settings } = options;
    this.#options = options;
    this.id = id;
    this.spec = spec;
    const { clock, random, logger } = settings;
    const ending = this.#closing.signal;
    const principal = principalOf({ id, spec, identity: identityOf(spec) ?? '', clock, random, ending, logger });
    this.session = createSession(options, principal);
    this.judge = compileJudge(id, spec, settings);
    this.catalog = this.#createCatalog(this.judge, principal);
    const relisting = new Relisting({ id, catalog: this.catalog, clock, logger, ending });
    this.session.onChange((change) => {
      if (change === 'tools_changed') relisting.want();
      else this.#tellState();
    });
  }

  get transport(): ServerReport['transport'] {
    return 'connector' in this.spec ? 'custom' : (this.spec.transport ?? 'http');
  }

  report(): ServerReport {
    const { state, negotiated, problem, retryAt } = this.session.report();
    const { snapshot, failure } = this.catalog;
    return {
      ...{ id: this.id, state, transport: this.transport, negotiated, retryAt },
      toolCount: snapshot?.tools.length,
      catalog: this.#catalogState(),
      problem: problem ?? (McpError.isInstance(failure) ? failure : undefined),
    };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.session.close();
  }

  #catalogState(): ServerReport['catalog'] {
    const { snapshot, failure, isFresh } = this.catalog;
    if (snapshot === undefined) return 'none';
    if (failure !== undefined) return 'stale';
    if (snapshot.source === 'listing') return 'live';
    return isFresh ? 'cached' : 'stale';
  }

  #tellState(): void {
    const report = this.report();
    const { state, catalog, toolCount, problem, retryAt } = report;
    const gist = [state, catalog, toolCount, problem?.code, retryAt].join(' ');
    if (this.#closing.signal.aborted || gist === this.#told) return;
    this.#told = gist;
    this.#options.tell({ kind: 'server', report });
  }

  #createCatalog(judge: ToolJudge, principal: PrincipalQuestion): ServerCatalog {
    const { id, spec, settings, tell, onTools } = this.#options;
    const { catalogStore, pinStore, clock, logger, pinning } = settings;
    const identity = identityOf(spec);
    const store = identity === undefined ? createMemoryPinStore() : pinStore;
    const pins = new PinKeeper({ id, identity: identity ?? '', logger, store });
    return new ServerCatalog({
      ...{ id, session: this.session, clock, logger, judge, principal },
      shelf: new CatalogShelf({ id, identity, store: catalogStore, logger }),
      approvals: new ToolApprovals({ id, pinning, pins }),
      onChange: (changes) => {
        if (this.#closing.signal.aborted) return;
        onTools();
        this.#tellState();
        if (changes.length > 0) tell({ kind: 'tools_changed', server: id, changes });
      },
    });
  }
}

function createSession({ id, spec, settings }: ServerEntryOptions, principal: PrincipalQuestion): ServerSession {
  const { clock, random, logger, limits, negotiationStore } = settings;
  const identity = identityOf(spec);
  const store = identity === undefined ? undefined : negotiationStore;
  return createServerSession({
    ...{ id, connector: connectorOf(spec, settings), clock, random, logger, retries: limits.retries },
    negotiations: {
      store: store ?? createMemoryNegotiationStore(),
      key: identity ?? id,
      principal: (signal) => principal('asking', signal),
    },
    deadlineMs: spec.deadlineMs ?? limits.deadlineMs,
    timeoutMs: spec.timeoutMs ?? limits.timeoutMs,
    totalTimeoutMs: spec.totalTimeoutMs ?? limits.totalTimeoutMs,
    maxParallel: spec.maxParallel,
  });
}

/** Undefined for a server that nothing is known by. */
function identityOf(spec: ServerSpec): string | undefined {
  if (!('connector' in spec)) return targetIdentity(spec);
  return spec.identity === undefined ? undefined : sha256Hex(`custom ${spec.identity}`);
}

/** Both must allow a tool. */
function compileJudge(id: string, spec: ServerSpec, settings: ClientSettings): ToolJudge {
  const own = compilePolicy(spec.tools, { name: `servers[${JSON.stringify(id)}].tools`, server: id });
  return (tool) => settings.judge(tool) && own(tool);
}
