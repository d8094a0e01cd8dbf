import { parseToolId } from '@wicketgate/contract';
import { serversOfReference } from '../../rules/catalog/tool-reference.ts';
import { McpError } from '../../words/errors.ts';
import type { FoundCall } from './call-tool.ts';
import type { ServerEntry } from './server-entry.ts';
import type { ServerList } from './server-list.ts';

const MAX_CANDIDATES = 10;

/** Finds the tool that is meant by `server/tool`, by a wire name, or by a tool's own name where no other server has it. */
export class ToolFinder {
  readonly #servers: ServerList;
  /** Whether a tool must be looked at anew before it is called, since its server said that its tools changed. */
  readonly #mustLookAnew: (entry: ServerEntry) => boolean;
  readonly #found = new Map<string, FoundCall>();

  constructor(servers: ServerList, mustLookAnew: (entry: ServerEntry) => boolean) {
    this.#servers = servers;
    this.#mustLookAnew = mustLookAnew;
  }

  /** Something is not where it was found. */
  forget(): void {
    this.#found.clear();
  }

  /** Asks only the servers that may have the tool, and those only when it is not known already. */
  async find(reference: string, signal: AbortSignal | undefined): Promise<FoundCall> {
    const known = this.#found.get(reference) ?? (await this.#search(reference, signal));
    if (this.#mustLookAnew(known.entry)) await known.entry.catalog.ensure('fresh', signal);
    return this.#asItIsNow(reference);
  }

  /** Looked up once more after all waiting: what was found may have changed since, and is not to be remembered then. */
  #asItIsNow(reference: string): FoundCall {
    const found = this.#found.get(reference) ?? this.#lookUp(reference) ?? unknown(reference, []);
    this.#found.set(reference, found);
    return found;
  }

  async #search(reference: string, signal: AbortSignal | undefined): Promise<FoundCall> {
    const exact = this.#exactly(reference);
    if (exact !== undefined) return exact;
    const candidates = this.#candidates(reference);
    await Promise.all(candidates.map(({ catalog }) => catalog.recall('asking', signal)));
    const unlisted = candidates.filter(({ catalog }) => catalog.snapshot === undefined);
    const failures = await listAll(unlisted, signal);
    const found = this.#lookUp(reference);
    if (found !== undefined) return found;
    const listed = candidates.filter((entry) => !unlisted.includes(entry));
    failures.push(...(await listAll(listed, signal)));
    return this.#lookUp(reference) ?? this.#notFound(reference, failures);
  }

  /** The servers that may be meant. */
  #candidates(reference: string): readonly ServerEntry[] {
    const { entries } = this.#servers;
    return serversOfReference(reference, [...entries.keys()]).flatMap((id) => entries.get(id) ?? []);
  }

  #lookUp(reference: string): FoundCall | undefined {
    return this.#exactly(reference) ?? this.#byOwnName(reference);
  }

  #exactly(reference: string): FoundCall | undefined {
    const id = parseToolId(reference);
    const entry = id && this.#servers.entries.get(id.server);
    const known = entry?.catalog.snapshot?.known.get(id?.tool ?? '');
    if (entry !== undefined && known !== undefined) return { entry, known };
    return onlyOne(
      reference,
      this.#matching(({ tool }) => tool.wireName === reference),
    );
  }

  /**
   * Where the policy allows just one of several, that one is meant. A name that begins with a server's is looked for there alone:
   * another could call a tool of its own `github/create_issue`, and get what is meant for `github` while that is down.
   */
  #byOwnName(reference: string): FoundCall | undefined {
    const matches = this.#candidates(reference).flatMap((entry) => {
      const known = entry.catalog.snapshot?.known.get(reference);
      return known === undefined ? [] : [{ entry, known }];
    });
    const allowed = matches.filter(({ known }) => known.isAllowed);
    return onlyOne(reference, allowed.length > 0 ? allowed : matches);
  }

  #matching(matches: (known: FoundCall['known']) => boolean): readonly FoundCall[] {
    return [...this.#servers.entries.values()].flatMap((entry) =>
      [...(entry.catalog.snapshot?.known.values() ?? [])].filter(matches).map((known) => ({ entry, known })),
    );
  }

  #notFound(reference: string, failures: readonly Failure[]): never {
    const { server } = parseToolId(reference) ?? {};
    if (server !== undefined && !this.#servers.entries.has(server)) {
      throw new McpError('unknown_server', `No server is called ${JSON.stringify(server)}.`, { server });
    }
    const [first, ...others] = failures;
    // The one server that could have it: why it cannot be asked says more than that nobody knows the tool.
    if (first !== undefined && others.length === 0 && server === first.server) throw first.error;
    return unknown(reference, failures);
  }
}

interface Failure {
  readonly server: string;
  readonly error: unknown;
}

async function listAll(entries: readonly ServerEntry[], signal: AbortSignal | undefined): Promise<Failure[]> {
  const settled = await Promise.allSettled(entries.map(({ catalog }) => catalog.ensure('fresh', signal)));
  signal?.throwIfAborted();
  return settled.flatMap((outcome, at) =>
    outcome.status === 'fulfilled' ? [] : [{ server: entries[at]?.id ?? '', error: outcome.reason as unknown }],
  );
}

function onlyOne(reference: string, matches: readonly FoundCall[]): FoundCall | undefined {
  if (matches.length < 2) return matches[0];
  const ids = matches.slice(0, MAX_CANDIDATES).map(({ known }) => JSON.stringify(known.tool.id));
  const more = matches.length > ids.length ? ', …' : '';
  const message = `Several tools are called ${JSON.stringify(reference)}: say which of ${ids.join(', ')}${more}.`;
  throw new McpError('unknown_tool', message, { tool: reference });
}

function unknown(reference: string, failures: readonly Failure[]): never {
  const servers = failures.map(({ server }) => server).join(', ');
  const unasked = servers === '' ? '' : ` These servers could not be asked: ${servers}.`;
  const cause = failures.length === 0 ? {} : { cause: failures[0]?.error };
  throw new McpError('unknown_tool', `No tool is called ${JSON.stringify(reference)}.${unasked}`, {
    tool: reference,
    ...cause,
  });
}
