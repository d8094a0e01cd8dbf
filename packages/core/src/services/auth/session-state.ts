import { isLater, type SessionRecord, signedInOf } from '../../rules/session-record.ts';
import type { SessionChange } from '../../words/sign-in.ts';

/** What is async answers a promise, which may fail. */
type Listener = (change: SessionChange) => unknown;

export interface SessionStateOptions {
  /** The `id` of the store. */
  readonly store: string;
  /** Told of whatever is learned, also of what is no change. */
  readonly onLearned: () => void;
  /** Told when a listener throws. */
  readonly onTrouble: () => void;
}

/**
 * What this process knows of a sign-in, and who is told when that changes. The first thing that is learned is no change:
 * nobody knew better.
 */
export class SessionState {
  readonly #options: SessionStateOptions;
  readonly #listeners = new Set<Listener>();
  #known: SessionRecord | 'nobody' | 'unknown' = 'unknown';
  #isUnsaved = false;
  #changes = 0;

  constructor(options: SessionStateOptions) {
    this.#options = options;
  }

  /** Undefined when nobody is signed in, and before anything was learned. */
  get record(): SessionRecord | undefined {
    return typeof this.#known === 'string' ? undefined : this.#known;
  }

  /** Whether the record is newer than what the store has, because the store failed. */
  get isUnsaved(): boolean {
    return this.#isUnsaved;
  }

  /** Counts what was learned and forgotten: tells whether anything was since somebody looked. */
  get changes(): number {
    return this.#changes;
  }

  /** The record of the store, unless what is held is a later form of it: a store that failed, or was read before, has the older. */
  newest(stored: SessionRecord | undefined): SessionRecord | undefined {
    const held = this.record;
    return held && stored && isLater(held, stored) ? held : stored;
  }

  /** Takes over what the store has, or what is about to be stored. */
  learn(record: SessionRecord, saved: 'saved' | 'unsaved' = 'saved'): void {
    const before = this.#known;
    this.#changes++;
    this.#known = record;
    this.#isUnsaved = saved === 'unsaved';
    this.#options.onLearned();
    const session = signedInOf(record, this.#options.store);
    if (before === 'unknown') return;
    if (before === 'nobody' || before.signIn !== record.signIn) this.#tell({ kind: 'signed_in', session });
    else if (before.generation !== record.generation) this.#tell({ kind: 'refreshed', session });
  }

  /** Somebody has just signed in here: told also when nothing was known before. */
  begin(record: SessionRecord): void {
    if (this.#known === 'unknown') this.#known = 'nobody';
    this.learn(record);
  }

  /** Nobody is signed in any more. */
  forget(because: 'person' | 'refused' | 'elsewhere'): void {
    const wasSignedIn = typeof this.#known !== 'string';
    this.#changes++;
    this.#known = 'nobody';
    this.#isUnsaved = false;
    this.#options.onLearned();
    if (wasSignedIn) this.#tell({ kind: 'signed_out', because });
  }

  onChange(listener: Listener): () => void {
    // Two callers may give the same function; each ends its own.
    const own: Listener = (change) => listener(change);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  #tell(change: SessionChange): void {
    for (const listener of [...this.#listeners]) {
      // What is async may fail later, and that must not end the process.
      const told = async () => {
        await listener(change);
      };
      told().catch(() => {
        this.#options.onTrouble();
      });
    }
  }
}
