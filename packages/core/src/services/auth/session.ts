import type { Middleware } from '../../ports/fetch.ts';
import { toHex } from '../../rules/byte-text.ts';
import { RecentMap } from '../../rules/recent-map.ts';
import { type SessionRecord, signedInOf } from '../../rules/session-record.ts';
import { tokenAge } from '../../rules/token-life.ts';
import { WicketgateError } from '../../words/errors.ts';
import type { Secret } from '../../words/secret.ts';
import type { SessionChange, SignedIn, SignInTokens, SignOutResult } from '../../words/sign-in.ts';
import type { HttpSettings } from '../http-options.ts';
import { SingleFlight } from '../single-flight.ts';
import { createIdentify } from './identify.ts';
import { proofMiddleware } from './proof-middleware.ts';
import { RefreshPace } from './refresh-pace.ts';
import { createRefreshTimer, type RefreshTimer } from './refresh-timer.ts';
import { endedBy } from './repeated.ts';
import { clearRecord, orRevoked, replaceRecord, revoked } from './session-end.ts';
import type { Session, SessionOptions } from './session-options.ts';
import { readRecord, refreshed, type Refresher } from './session-refresh.ts';
import { createShelf, type SessionShelf } from './session-shelf.ts';
import { SessionState } from './session-state.ts';
import { signInSettings } from './sign-in-options.ts';
import { createServerFinder } from './sign-in-server.ts';
import { createUnsavedKeeper, type UnsavedKeeper } from './unsaved-keeper.ts';

/** A newer record than the one that was just refreshed may be over as well; then a third is somebody's mistake. */
const MOST_ROUNDS = 2;

/** Opens the sign-in of an application at a gateway. Throws a TypeError for options it cannot take. */
export function createSession(options: SessionOptions): Session {
  return new SharedSession(options);
}

class SharedSession implements Session {
  readonly middleware: Middleware;
  readonly #storeId: string;
  readonly #http: HttpSettings;
  readonly #shelf: SessionShelf;
  readonly #state: SessionState;
  readonly #refresher: Refresher;
  readonly #pace: RefreshPace;
  readonly #unsaved: UnsavedKeeper;
  readonly #timer: RefreshTimer | undefined;
  readonly #flight = new SingleFlight<SessionRecord | undefined>();
  /** Access tokens of this sign-in, with the key that they are bound to. */
  readonly #bound = new RecentMap<Secret>(8);
  readonly #isTimed: boolean;
  /** What must not be left half done. */
  readonly #underWay = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor({ store, profile = 'default', refresh = 'timer', ...options }: SessionOptions) {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(profile))
      throw new TypeError('profile must be 1 to 64 letters, digits, "_", "-".');
    const { http, clientId } = signInSettings(options);
    const { clock, random, logger, url } = http;
    this.#http = http;
    this.#storeId = store.id;
    this.#shelf = createShelf({ store, url, clientId, profile, logger });
    this.#state = new SessionState({
      store: store.id,
      onLearned: () => this.#follow(),
      onTrouble: () => logger?.warn({}, 'a listener of a session failed'),
    });
    this.middleware = proofMiddleware(http, this.#bound);
    const identify = createIdentify({ http, keys: this.#bound, middleware: this.middleware });
    this.#refresher = { http, find: createServerFinder(http), shelf: this.#shelf, state: this.#state, identify };
    this.#pace = new RefreshPace({ clock, random });
    const pace = new RefreshPace({ clock, random });
    this.#unsaved = createUnsavedKeeper({ clock, shelf: this.#shelf, state: this.#state, pace });
    const due = () => {
      if (this.#state.record) this.#refreshBehind(this.#state.record);
    };
    this.#timer = refresh === 'timer' ? createRefreshTimer({ clock, random, due }) : undefined;
    this.#isTimed = refresh === 'timer';
  }

  credential(signal?: AbortSignal): Promise<Secret | undefined> {
    return this.#open(signal, async () => {
      let record = this.#state.record ?? (await this.#read(signal));
      for (let round = 0; record !== undefined; round++) {
        const age = tokenAge(record, this.#http.clock.now());
        if (age !== 'over') return (await this.#kept(record, age, signal))?.accessToken;
        if (round === MOST_ROUNDS) {
          throw new WicketgateError('bad_answer', 'The gateway gives access tokens that are over at once.');
        }
        record = await this.#refresh(record.accessToken, signal);
      }
      return undefined;
    });
  }

  renew(refused: Secret, signal?: AbortSignal): Promise<Secret | undefined> {
    return this.#open(signal, async () => (await this.#refresh(refused, signal))?.accessToken);
  }

  lastCredential(signal?: AbortSignal): Promise<Secret | undefined> {
    return this.#open(signal, async () => (this.#state.record ?? (await this.#read(signal)))?.accessToken);
  }

  async save(tokens: SignInTokens, signal?: AbortSignal): Promise<SignedIn> {
    const signIn = toHex(this.#http.random(new Uint8Array(8)));
    const unnamed = { ...tokens, signIn, generation: 0, savedAt: this.#http.clock.now(), person: undefined };
    const keep = async () => {
      const record = { ...unnamed, person: await this.#refresher.identify(tokens, signal) };
      const older = await replaceRecord(this.#refresher, record, signal);
      this.#pace.reset();
      this.#state.begin(record);
      // Not when the same tokens are kept once more.
      if (older !== undefined && !isSameToken(older, record)) await revoked(this.#refresher, older);
      return signedInOf(record, this.#storeId);
    };
    return orRevoked(this.#refresher, unnamed, () => this.#open(signal, keep));
  }

  signOut(signal?: AbortSignal): Promise<SignOutResult> {
    return this.#open(signal, async () => {
      const held = this.#state.record;
      const stored = await this.#shelf.load(signal).catch(() => undefined);
      const record = this.#state.newest(stored) ?? stored ?? held;
      try {
        await clearRecord(this.#shelf, signal);
      } catch (error) {
        // Who left while others held the lock has ended nothing.
        signal?.throwIfAborted();
        // What cannot be taken away here must not go on to be worth something there.
        if (record !== undefined) await revoked(this.#refresher, record, signal);
        this.#state.forget('person');
        throw error;
      }
      this.#state.forget('person');
      if (record === undefined) return { wasSignedIn: false, revoked: false };
      return { wasSignedIn: true, revoked: await revoked(this.#refresher, record, signal) };
    });
  }

  current(signal?: AbortSignal): Promise<SignedIn | undefined> {
    return this.#open(signal, async () => {
      const record = await this.#read(signal);
      return record && signedInOf(record, this.#storeId);
    });
  }

  onChange(listener: (change: SessionChange) => void): () => void {
    return this.#state.onChange(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.stop();
    await Promise.allSettled(this.#underWay);
    await this.#unsaved.end();
  }

  #open<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    if (this.#isClosed) return Promise.reject(new WicketgateError('closed', 'The session was closed.'));
    return endedBy(signal, work);
  }

  /** What the store has, learned; one look for all who ask at the same time. */
  #read(signal: AbortSignal | undefined): Promise<SessionRecord | undefined> {
    return this.#flight.join('store', () => readRecord(this.#refresher), signal);
  }

  /** All who ask at the same time share one refresh. A caller who leaves does not end it: half of one loses the sign-in. */
  async #refresh(worn: Secret, signal?: AbortSignal): Promise<SessionRecord | undefined> {
    this.#pace.throwIfHeld();
    const work = async () => {
      try {
        const record = await refreshed(this.#refresher, worn);
        this.#pace.reset();
        this.#unsaved.begin();
        return record;
      } catch (error) {
        this.#pace.failed(error);
        throw error;
      }
    };
    return this.#flight.join(worn.reveal(), () => this.#toItsEnd(work), signal);
  }

  /** A token that still serves, and what is to be done beside. A program that ends soon must not leave half a refresh behind. */
  async #kept(record: SessionRecord, age: 'fresh' | 'ageing', signal: AbortSignal | undefined) {
    if (age === 'fresh' || record.refreshToken === undefined || this.#pace.isResting()) return record;
    if (this.#isTimed) {
      this.#refreshBehind(record);
      return record;
    }
    return this.#refresh(record.accessToken, signal).catch(() => {
      signal?.throwIfAborted();
      return record;
    });
  }

  #refreshBehind(record: SessionRecord): void {
    const again = () => {
      const isHeld = this.#state.record?.accessToken.reveal() === record.accessToken.reveal();
      if (isHeld && !this.#isClosed) this.#timer?.again(this.#pace.restMs());
    };
    if (this.#isClosed || record.refreshToken === undefined) return;
    if (this.#pace.isResting()) {
      again();
      return;
    }
    this.#refresh(record.accessToken).catch((error: unknown) => {
      const code = WicketgateError.isInstance(error) ? error.code : undefined;
      this.#http.logger?.debug({ code }, 'the sign-in could not be refreshed yet');
      again();
    });
  }

  async #toItsEnd<T>(work: () => Promise<T>): Promise<T> {
    const running = work();
    this.#underWay.add(running);
    try {
      return await running;
    } finally {
      this.#underWay.delete(running);
    }
  }

  /** After each change: the timer counts for what is held now. */
  #follow(): void {
    const { record } = this.#state;
    if (record === undefined) this.#bound.clear();
    if (record?.proofKey) this.#bound.set(record.accessToken.reveal(), record.proofKey);
    if (!this.#isClosed) this.#timer?.wind(record);
  }
}

function isSameToken(one: SessionRecord, other: SessionRecord): boolean {
  return one.accessToken.reveal() === other.accessToken.reveal();
}
