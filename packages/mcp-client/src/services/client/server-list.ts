import { isSameValue } from '../../rules/catalog/same-value.ts';
import { McpError } from '../../words/errors.ts';
import { checkServer } from './check-server.ts';
import type { ServerSpec } from './client-options.ts';
import type { ServerEntry } from './server-entry.ts';

/** The servers of a client, in the order of its options. */
export class ServerList {
  readonly #create: (id: string, spec: ServerSpec) => ServerEntry;
  readonly #onRemoved: (entry: ServerEntry) => void;
  #entries: ReadonlyMap<string, ServerEntry> = new Map();

  constructor(create: (id: string, spec: ServerSpec) => ServerEntry, onRemoved: (entry: ServerEntry) => void) {
    this.#create = create;
    this.#onRemoved = onRemoved;
  }

  get entries(): ReadonlyMap<string, ServerEntry> {
    return this.#entries;
  }

  get specs(): Readonly<Record<string, ServerSpec>> {
    return Object.fromEntries([...this.#entries].map(([id, { spec }]) => [id, spec]));
  }

  /** All, or those of the ids, in the list's own order. Throws `unknown_server`. */
  select(ids: readonly string[] | undefined): readonly ServerEntry[] {
    if (ids === undefined) return [...this.#entries.values()];
    for (const id of ids) this.get(id);
    return [...this.#entries.values()].filter(({ id }) => ids.includes(id));
  }

  /** Throws `unknown_server`. */
  get(id: string): ServerEntry {
    const entry = this.#entries.get(id);
    if (entry !== undefined) return entry;
    throw new McpError('unknown_server', `No server is called ${JSON.stringify(id)}.`, { server: id });
  }

  /**
   * Takes other servers. One whose options say the same stays as it is, connection and all. Throws a TypeError before anything is
   * changed; resolves when those that went are closed.
   */
  set(specs: Readonly<Record<string, ServerSpec>>): Promise<void> {
    for (const [id, spec] of Object.entries(specs)) checkServer(id, spec);
    const before = this.#entries;
    const now = Object.entries(specs).map(([id, spec]): readonly [string, ServerEntry] => {
      const known = before.get(id);
      return [id, known !== undefined && isSameValue(known.spec, spec) ? known : this.#create(id, { ...spec })];
    });
    this.#entries = new Map(now);
    const gone = [...before.values()].filter((entry) => this.#entries.get(entry.id) !== entry);
    for (const entry of gone) this.#onRemoved(entry);
    return closeAll(gone);
  }

  close(): Promise<void> {
    return closeAll([...this.#entries.values()]);
  }
}

async function closeAll(entries: readonly ServerEntry[]): Promise<void> {
  await Promise.all(entries.map((entry) => entry.close()));
}
