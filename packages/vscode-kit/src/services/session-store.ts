import type { Subscription } from '../ports/subscription.ts';
import { nextChange } from '../rules/next-change.ts';
import { type Choice, chooseSession } from '../rules/session-choice.ts';
import { type Held, isSignedIn, type SessionRecord, type SignedInSession } from '../rules/session-record.ts';
import { Listeners } from './listeners.ts';
import { SerialWork } from './serial-work.ts';
import { SessionHost, type SessionHostOptions } from './session-host.ts';
import { SessionNotes } from './session-notes.ts';

export type SessionStoreOptions = SessionHostOptions;

/**
 * Whether the host keeps the session, or only the memory of this window does; `unknown` until there was one to keep,
 * `failing` when it cannot be read.
 */
export type SessionStorage = 'unknown' | 'kept' | 'memory' | 'failing';

/** How often each of the two told a change. Hosts differ in which of them reach other windows. */
export interface SignalCounts {
  readonly secret: number;
  readonly ledger: number;
}

/**
 * The session of one account at one origin, as all windows of the machine see it. What the host does not keep lives in
 * memory; no failure of the host escapes.
 */
export class SessionStore {
  readonly #options: SessionStoreOptions;
  readonly #host: SessionHost;
  readonly #notes: SessionNotes;
  readonly #serial = new SerialWork();
  readonly #listeners: Listeners<Choice>;
  readonly #startedAt: number;
  readonly #signals = { secret: 0, ledger: 0 };
  #subscriptions: readonly Subscription[] = [];
  #storage: SessionStorage = 'unknown';
  /** The latest record that this window made or found. */
  #held: SessionRecord | undefined;
  #told: string | undefined;
  #lookIsDue = false;

  constructor(options: SessionStoreOptions) {
    this.#options = options;
    this.#host = new SessionHost(options);
    this.#notes = new SessionNotes(this.#host);
    this.#listeners = new Listeners(options.logger);
    this.#startedAt = options.clock.now();
  }

  get origin(): string {
    return this.#options.place.origin;
  }

  get storage(): SessionStorage {
    return this.#storage;
  }

  get signals(): SignalCounts {
    return { ...this.#signals };
  }

  /** Which session holds now. Writes nothing but what is behind. */
  load(): Promise<Choice> {
    return this.#serial.run(() => this.#look());
  }

  /** Keeps what a person signed in with in the place of what was before, and tells the other windows. */
  save(held: Held): Promise<SignedInSession> {
    return this.#serial.run(async () => {
      const { account, origin } = this.#options.place;
      const stored = await this.#read();
      const changedAt = await this.#nextChange(stored);
      const session: SignedInSession = { account, origin, changedAt, ...held };
      const ended = this.#endedNow(stored);
      this.#held = session;
      this.#storage = (await this.#host.keep(session)) ? 'kept' : 'memory';
      await this.#notes.add({ signedInAt: changedAt, ended });
      this.#told = fingerprintOf({ kind: 'open', session, isBehind: false });
      return session;
    });
  }

  /**
   * Forgets the key, and tells the other windows. A mark takes its place: a window that still holds the key must know that
   * it is stale. Answers false when the key may still be stored, although no window opens for it.
   */
  clear(): Promise<boolean> {
    return this.#serial.run(async () => {
      const { account, origin } = this.#options.place;
      const stored = await this.#read();
      const mark = { account, origin, changedAt: await this.#nextChange(stored), signedOut: true } as const;
      const ended = this.#endedNow(stored);
      const neverStored = this.#storage === 'memory';
      this.#held = mark;
      // Side by side: a window that is closed right after a sign-out may end while the slower of the two is under way.
      const [noted, gone] = await Promise.all([
        this.#notes.add({ signedInAt: 0, ended }),
        this.#host.keep(mark).then((kept) => kept || this.#host.erase()),
      ]);
      this.#told = fingerprintOf({ kind: 'none' });
      return gone || (neverStored && noted);
    });
  }

  /** `clear`, but only where a key is stored. */
  async sweep(): Promise<boolean> {
    const stored = await this.#serial.run(() => this.#host.read());
    return stored.done && (stored.value === undefined || !isSignedIn(stored.value)) ? true : this.clear();
  }

  /** Whether a session is still the one that holds. */
  async confirm({ changedAt }: SignedInSession): Promise<boolean> {
    const choice = await this.load();
    return choice.kind === 'open' && choice.session.changedAt === changedAt;
  }

  /** Tells when another session holds than was last told, loaded or saved here. Follows the host while somebody listens. */
  onDidChange(listener: (choice: Choice) => unknown): Subscription {
    const subscription = this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#follow();
    return {
      dispose: () => {
        subscription.dispose();
        if (this.#listeners.size === 0) this.#unfollow();
      },
    };
  }

  #follow(): void {
    const { secrets, ledger } = this.#options;
    const { secretName } = this.#host;
    this.#subscriptions = [
      secrets.onDidChange(({ key }) => {
        if (key === secretName) this.#signal('secret');
      }),
      ledger.onDidChange(() => this.#signal('ledger')),
    ];
  }

  #unfollow(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#subscriptions = [];
  }

  #signal(from: keyof SignalCounts): void {
    this.#signals[from]++;
    if (this.#lookIsDue) return;
    this.#lookIsDue = true;
    void this.#serial.run(async () => {
      this.#lookIsDue = false;
      if (!this.#options.signal.aborted) await this.#look();
    });
  }

  async #look(): Promise<Choice> {
    const [stored] = await Promise.all([this.#read(), this.#notes.read()]);
    const choice = this.#choose(stored);
    this.#hold(choice, stored);
    await this.#mend(choice);
    this.#tell(choice);
    return choice;
  }

  #choose(stored: SessionRecord | undefined): Choice {
    return chooseSession({ stored, ledger: this.#notes.known, held: this.#held, startedAt: this.#startedAt });
  }

  /**
   * The sessions that a sign-in or a sign-out here ends: all that this window knows, and the one that it was told of and
   * cannot see. That one is most likely in the same storage, and a key that nobody can take back is worse than one that is
   * entered twice.
   */
  #endedNow(stored: SessionRecord | undefined): readonly number[] {
    const unseen = this.#choose(stored).kind === 'elsewhere' ? [this.#notes.known.signedInAt] : [];
    return [...keysOf(stored, this.#held), ...unseen];
  }

  async #read(): Promise<SessionRecord | undefined> {
    const stored = await this.#host.read();
    const value = stored.done ? stored.value : undefined;
    if (this.#storage === 'memory') {
      // The host took its time, and kept it after all.
      if (value !== undefined && value.changedAt === this.#held?.changedAt) this.#storage = 'kept';
    } else if (!stored.done) this.#storage = 'failing';
    else if (this.#storage !== 'kept') this.#storage = value === undefined ? 'unknown' : 'kept';
    return value;
  }

  /** A key whose session is over leaves the memory; a mark stays, for it outlives older keys that come back. */
  #hold(choice: Choice, stored: SessionRecord | undefined): void {
    if (choice.kind === 'open') this.#held = choice.session;
    else if (stored !== undefined && !isSignedIn(stored)) this.#held = stored;
    else if (this.#held !== undefined && isSignedIn(this.#held)) this.#held = undefined;
  }

  /** Writes what is behind. A window without the session writes no secret: it would bring back what it read at its start. */
  async #mend(choice: Choice): Promise<void> {
    const isOpen = choice.kind === 'open';
    const mayStore = this.#storage === 'kept' || this.#storage === 'unknown';
    if (isOpen && choice.isBehind && mayStore) {
      this.#storage = (await this.#host.keep(choice.session)) ? 'kept' : 'memory';
    }
    await this.#notes.mend({ signedInAt: isOpen ? choice.session.changedAt : 0, ended: [] });
  }

  #tell(choice: Choice): void {
    const fingerprint = fingerprintOf(choice);
    if (fingerprint === this.#told) return;
    this.#told = fingerprint;
    this.#listeners.tell(choice);
  }

  /** Later than all that this window knows or can read. */
  async #nextChange(stored: SessionRecord | undefined): Promise<number> {
    await this.#notes.read();
    const { signedInAt, ended } = this.#notes.known;
    return nextChange(this.#options.clock.now(), stored?.changedAt, this.#held?.changedAt, signedInAt, ...ended);
  }
}

/** The sessions among the records, by their times. */
function keysOf(...records: readonly (SessionRecord | undefined)[]): number[] {
  return records.flatMap((record) => (record !== undefined && isSignedIn(record) ? [record.changedAt] : []));
}

function fingerprintOf(choice: Choice): string {
  return choice.kind === 'open' ? `open ${choice.session.changedAt}` : choice.kind;
}
