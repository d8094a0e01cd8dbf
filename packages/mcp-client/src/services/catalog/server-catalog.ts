import { SharedWork } from '../../rules/auth/shared-work.ts';
import { catalogChanges } from '../../rules/catalog/catalog-changes.ts';
import { isFresh, lifetimeOf, type Lifetime } from '../../rules/catalog/freshness.ts';
import { allowedTools, knownTools, type Snapshot } from '../../rules/catalog/snapshot.ts';
import { OneByOne } from '../../rules/one-by-one.ts';
import { parseToolEntries, type ToolEntries } from '../../rules/catalog/tool-entries.ts';
import type { Comparison } from '../../rules/pins/compare-tools.ts';
import { byName } from '../../rules/pins/pins.ts';
import type { ListToolsOptions, ToolChange } from '../../words/tool-client.ts';
import { describeServer } from '../../rules/catalog/server-description.ts';
import type { CatalogStats, ServerCatalogOptions } from './catalog-options.ts';
import type { WantedApproval } from './tool-approvals.ts';

/** The tools of one server: what it listed, for as long as that is believed, and how it stands with their approval. */
export class ServerCatalog {
  readonly #options: ServerCatalogOptions;
  readonly #work = new SharedWork<unknown>();
  #snapshot: Snapshot | undefined;
  #failure: unknown;
  /** Grows with each sign that a listing is over: one that was asked for before it is not believed after it. */
  #generation = 0;
  #snapshotGeneration = 0;
  #principal: string | undefined;
  /** Listings that were asked for before it were for another principal. */
  #principalGeneration = 0;
  #isRecalled = false;
  /** Listings that the server has not answered yet, by when they were asked for. */
  readonly #asked: number[] = [];
  #stats = { hits: 0, misses: 0, failures: 0 };
  /** What changes the snapshot: an approval must not be undone by a listing that began before it. */
  readonly #changing = new OneByOne();

  constructor(options: ServerCatalogOptions) {
    this.#options = options;
  }

  get snapshot(): Snapshot | undefined {
    return this.#snapshot;
  }

  /** Why the last listing failed; undefined when it did not. */
  get failure(): unknown {
    return this.#failure;
  }

  /** When the server was asked for the oldest listing that is under way, in milliseconds since 1970; undefined when none is. */
  get listingSince(): number | undefined {
    return this.#asked[0];
  }

  get stats(): CatalogStats {
    return this.#stats;
  }

  /** The server said that its tools are others now, and they were not listed since. */
  get isOutdated(): boolean {
    return this.#snapshotGeneration < this.#generation;
  }

  get isFresh(): boolean {
    const { lifetime } = this.#snapshot ?? {};
    return lifetime !== undefined && !this.isOutdated && isFresh(lifetime, this.#options.clock.now());
  }

  /** Answers once the snapshot is as new as it was asked for. Rejects when the server could not be listed: what was known stays. */
  async ensure(from: NonNullable<ListToolsOptions['from']>, signal?: AbortSignal): Promise<void> {
    await this.recall(from === 'cached' ? 'quiet' : 'asking', signal);
    await this.renew(from, signal);
  }

  /** What is left of `ensure` after `recall`; undefined when the server need not be asked. */
  renew(from: NonNullable<ListToolsOptions['from']>, signal?: AbortSignal): Promise<void> | undefined {
    if (from === 'cached') return undefined;
    if (from === 'always' || !this.isFresh) return this.#listAnew(signal);
    this.#stats = { ...this.#stats, hits: this.#stats.hits + 1 };
    return undefined;
  }

  async #listAnew(signal: AbortSignal | undefined): Promise<void> {
    // Whoever comes after a sign of change must not be answered by a listing that began before it.
    const list = () => this.#work.join(`list ${this.#generation}`, () => this.#list(this.#principal), signal);
    await list();
    // It was let go, because it was for somebody who is gone meanwhile: an empty answer would say that there are no tools.
    if (this.#snapshot === undefined) await list();
  }

  /**
   * Takes up what is stored, once, without asking the server. A listing for somebody else is let go. With `quiet` nobody is asked
   * for a credential.
   */
  async recall(how: 'quiet' | 'asking', signal?: AbortSignal): Promise<void> {
    const principal = await this.#options.principal(how, signal);
    if (principal !== undefined && this.#principal !== undefined && this.#principal !== principal) {
      this.#isRecalled = false;
      this.#principalGeneration = ++this.#generation;
      this.#drop();
    }
    this.#principal = principal ?? this.#principal;
    if (this.#isRecalled || this.#snapshot !== undefined || principal === undefined) return;
    await this.#work.join(`recall ${principal}`, () => this.#changing.do(() => this.#read(principal)), signal);
  }

  /** Its listing is no longer believed. */
  outdate(): void {
    this.#generation++;
  }

  /** Forgets the listing, here and in the store. What was approved stays. */
  async clear(): Promise<void> {
    this.#generation++;
    const principal = this.#snapshot?.principal ?? (await this.#options.principal('quiet', undefined));
    this.#drop();
    await this.#options.shelf.clear(principal);
  }

  /** What waits for approval, or is reported as not approved. */
  pending(): readonly ToolChange[] {
    return this.#snapshot === undefined ? [] : this.#options.approvals.pending(this.#snapshot);
  }

  /** Rejects with `tool_held` for a tool that is not as it was shown, and with what the store of approvals throws. */
  async approve(wanted: readonly WantedApproval[]): Promise<void> {
    await this.#changing.do(async () => {
      const snapshot = this.#snapshot;
      if (snapshot === undefined) return;
      const comparison = await this.#options.approvals.approve(snapshot, wanted);
      this.#put({ ...snapshot, ...this.#judged(snapshot, comparison) });
    });
  }

  async #read(principal: string): Promise<void> {
    const { clock, shelf } = this.#options;
    const record = await shelf.load(principal, clock.now());
    if (principal !== this.#principal) return;
    this.#isRecalled = true;
    if (record === undefined || this.#snapshot !== undefined) return;
    const { description, fetchedAt, expiresAt } = record;
    const facts = { lifetime: { fetchedAt, expiresAt }, source: 'store', principal, description } as const;
    await this.#take(parseToolEntries(record.tools), facts);
  }

  async #list(principal: string | undefined): Promise<void> {
    const { session, clock, shelf } = this.#options;
    const generation = this.#generation;
    this.#stats = { ...this.#stats, misses: this.#stats.misses + 1 };
    const askedAt = clock.now();
    this.#asked.push(askedAt);
    try {
      const { tools, ttlMs, cacheScope } = await session.list();
      const lifetime = lifetimeOf(ttlMs, clock.now());
      const entries = parseToolEntries(tools);
      const { negotiated } = session.report();
      // What was agreed for another caller says nothing of the server itself.
      const description = negotiated?.partial ? this.#snapshot?.description : describeServer(negotiated);
      this.#failure = undefined;
      // A newer listing may have come first, or somebody else.
      if (generation < Math.max(this.#snapshotGeneration, this.#principalGeneration)) return;
      await this.#changing.do(() =>
        this.#take(entries, { lifetime, source: 'listing', principal, description, generation }),
      );
      // Somebody else may have signed in meanwhile, and the listing may be theirs.
      if (principal !== (await this.#options.principal('asking', undefined))) return;
      const record = { ...lifetime, description, tools: entries.tools.map(({ definition }) => definition) };
      await shelf.save(record, cacheScope, principal);
    } catch (error) {
      this.#stats = { ...this.#stats, failures: this.#stats.failures + 1 };
      this.#failure = error;
      throw error;
    } finally {
      this.#asked.splice(this.#asked.indexOf(askedAt), 1);
    }
  }

  async #take(entries: ToolEntries, facts: TakenFacts): Promise<void> {
    const { lifetime, source, principal, description, generation } = facts;
    const listed = byName(entries.tools);
    const comparison = await this.#options.approvals.review(listed);
    if (generation !== undefined) this.#snapshotGeneration = generation;
    const judged = this.#judged({ listed, description }, comparison);
    this.#put({ ...judged, listed, description, flaws: entries.flaws, lifetime, source, principal });
  }

  #judged({ listed, description }: Pick<Snapshot, 'listed' | 'description'>, { held, changes }: Comparison) {
    const { id, judge } = this.#options;
    const known = knownTools({ server: id, description, listed, held, judge });
    return { known, tools: allowedTools(known), changes };
  }

  #drop(): void {
    if (this.#snapshot === undefined) return;
    this.#snapshot = undefined;
    this.#options.onChange([]);
  }

  #put(snapshot: Snapshot): void {
    const changes = catalogChanges(this.#snapshot, snapshot);
    this.#snapshot = snapshot;
    this.#options.onChange(changes);
  }
}

interface TakenFacts {
  readonly lifetime: Lifetime;
  readonly source: Snapshot['source'];
  readonly principal: string | undefined;
  readonly description: string | undefined;
  /** Of the time when the listing was asked for; undefined for a stored one. */
  readonly generation?: number | undefined;
}
