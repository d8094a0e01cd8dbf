import type { Clock, Logger, Refusal, Verdict } from '@wicketgate/core';
import type { Subscription } from '../ports/subscription.ts';
import type { Occasion } from '../rules/notice.ts';
import type { Choice } from '../rules/session-choice.ts';
import { type Held, isSameSignIn, type SignedInSession } from '../rules/session-record.ts';
import { eventOfVerdict } from '../rules/verdict-event.ts';
import type { GateEvent } from '../words/gate-event.ts';
import type { NoKeyReason } from '../words/gate-state.ts';
import type { CheckRunner, CheckSubject } from './check-runner.ts';
import type { GateCredential } from './gate-credential.ts';
import type { GateMachine } from './gate-machine.ts';
import type { GatewayInUse } from './gateway-in-use.ts';
import { Listeners } from './listeners.ts';
import { StoreRetry } from './store-retry.ts';
import { withinTime } from './time-limit.ts';

/** A note may be here before the secret that it is about. */
const SECOND_LOOK_MS = 1_000;
/** The gateway is told of a sign-out in this time, or not at all: the person is out here in any case. */
const END_TIMEOUT_MS = 5_000;

/** What came of a sign-out: whether what was stored is gone, and whether the gateway knows. */
export interface SignedOut {
  readonly gone: boolean;
  readonly told: boolean;
}

export interface SessionFollowerOptions {
  readonly machine: GateMachine;
  readonly runner: CheckRunner;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** A check that was made elsewhere, and when it began: milliseconds since 1970. */
export interface MadeCheck {
  readonly verdict: Verdict;
  readonly startedAt: number;
}

/** Follows the session at the gateway in use, and has the machine know. */
export class SessionFollower {
  readonly #options: SessionFollowerOptions;
  #gateway: GatewayInUse | undefined;
  #subscriptions: readonly Subscription[] = [];
  /** The machine's number of the session that this window is open for. */
  #subject: number | undefined;
  /** Grows when the person signs out: what was begun before must not sign in. */
  #epoch = 0;
  #signingOut = false;
  #retry: StoreRetry | undefined;
  /** The session that is stored, and that another machine or another path of the origin presents. */
  #absent: SignedInSession | undefined;
  readonly #turns: Listeners<undefined>;

  constructor(options: SessionFollowerOptions) {
    this.#options = options;
    this.#turns = new Listeners(options.logger);
  }

  /** A sign-in whose tokens are not here. */
  get absent(): SignedInSession | undefined {
    return this.#absent;
  }

  /** Tells when a session comes into use, when the person signs out here, and when the gateway is left. */
  onTurn(listener: () => void): Subscription {
    return this.#turns.add(listener);
  }

  get gateway(): GatewayInUse | undefined {
    return this.#gateway;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** What there is to check. */
  get subject(): CheckSubject | undefined {
    const { checker, vault } = this.#gateway ?? {};
    const credential = vault?.credential;
    return checker && credential && { subject: this.#options.machine.subject, checker, credential };
  }

  /** From now on the session at this gateway is the one that counts. */
  use(gateway: GatewayInUse): void {
    const { store } = gateway.vault;
    const stopListening = gateway.checker.http.onRefusal((refusal) => this.#onRefusal(gateway, refusal));
    const { clock, signal } = this.#options;
    this.#gateway = gateway;
    this.#retry = new StoreRetry({ clock, signal, store, look: () => this.look() });
    this.#subscriptions = [
      store.onDidChange((choice) => void this.#onChange(gateway, choice)),
      { dispose: stopListening },
      this.#retry,
    ];
  }

  /** Lets go of the gateway in use, and of the key. */
  leave(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#subscriptions = [];
    this.#options.runner.abort();
    this.#subject = undefined;
    this.#absent = undefined;
    if (this.#gateway === undefined) return;
    this.#gateway.checker.close();
    forget(this.#gateway);
    this.#gateway = undefined;
    this.#turns.tell(undefined);
  }

  /** Looks which session holds: another window may have changed it. */
  async look(): Promise<void> {
    const gateway = this.#gateway;
    if (gateway !== undefined) this.#apply(gateway, await gateway.vault.store.load());
  }

  /**
   * Keeps what a person signed in with, and goes on with the check of it where there was one. Answers false when the person
   * signed out meanwhile, or the gateway changed.
   */
  async adopt(held: Held, check?: MadeCheck): Promise<boolean> {
    const gateway = this.#gateway;
    const epoch = this.#epoch;
    if (gateway === undefined) return false;
    const session = await gateway.vault.store.save(held);
    // Nobody could end the sign-in before it later: what it is known by is replaced.
    void this.#endReplaced(gateway, session);
    if (this.#gateway !== gateway || this.#epoch !== epoch || this.#options.signal.aborted) return false;
    const { machine, runner } = this.#options;
    const subject = this.#enter(gateway, session);
    machine.dispatch([found(subject), ...(check ? [eventOfVerdict(subject, check.verdict)] : [])], 'asked');
    if (check !== undefined) runner.note(check.verdict, check.startedAt);
    gateway.vault.receipts.flush();
    return true;
  }

  /** Forgets the session, here at once. */
  async signOut(): Promise<SignedOut> {
    const gateway = this.#gateway;
    this.#epoch++;
    if (gateway === undefined) return { gone: true, told: true };
    const credential = this.#endable(gateway);
    this.#signingOut = true;
    this.#turns.tell(undefined);
    try {
      // The sign-in is ended below.
      gateway.vault.credential = undefined;
      this.#exit(gateway, 'none', 'asked');
      const [gone, told] = await Promise.all([
        gateway.vault.store.clear(),
        credential === undefined ? true : this.#end(credential),
      ]);
      await gateway.vault.receipts.forget();
      return { gone, told };
    } finally {
      this.#signingOut = false;
    }
  }

  /** The sign-in of a subject is over, by whoever ended it: no window has one any more. */
  async over(subject: number): Promise<void> {
    const gateway = this.#gateway;
    const session = gateway?.vault.session;
    if (gateway === undefined || session === undefined || this.#options.machine.subject !== subject) return;
    // In its place there may be a new one, which is not over.
    if (!(await gateway.vault.store.confirm(session)) || this.#gateway !== gateway) return;
    const isElsewhere = await gateway.vault.credential?.isElsewhere();
    if (gateway.vault.session !== session || this.#gateway !== gateway) return;
    this.#exit(gateway, isElsewhere ? 'lost' : 'none', 'background');
    if (isElsewhere) {
      this.#absent = session;
      return;
    }
    await gateway.vault.store.clear();
    await gateway.vault.receipts.forget();
  }

  /** Has the machine know that there is no key. */
  missing(why: NoKeyReason, how: Occasion): void {
    const { machine } = this.#options;
    if (machine.state.status === 'noKey' && machine.state.why === why) return;
    machine.dispatch([{ type: 'sessionMissing', subject: machine.subject + 1, why }], how);
  }

  async #onChange(gateway: GatewayInUse, choice: Choice): Promise<void> {
    if (choice.kind !== 'elsewhere') {
      this.#apply(gateway, choice);
      return;
    }
    const { clock, signal } = this.#options;
    try {
      await clock.sleep(SECOND_LOOK_MS, signal);
      this.#apply(gateway, await gateway.vault.store.load());
    } catch {
      // The gate has ended meanwhile.
    }
  }

  /** A 401 to a call of the extension's own. The check is begun and not waited for: the call has its answer. */
  #onRefusal({ vault }: GatewayInUse, { credential }: Refusal): void {
    if (vault.credential?.gave(credential) === true) void this.#options.runner.run('background');
  }

  #apply(gateway: GatewayInUse, choice: Choice): void {
    if (this.#gateway !== gateway || this.#signingOut || this.#options.signal.aborted) return;
    this.#retry?.begin();
    if (choice.kind !== 'open') {
      // A store that is slow to begin with has lost nothing.
      const isEarly = this.#retry?.isEarly === true && choice.kind === 'lost';
      // Whoever signed out may have done so on another machine, which has not these tokens.
      if (choice.kind === 'none') void this.#endReplaced(gateway);
      this.#exit(gateway, isEarly ? 'none' : choice.kind, 'background');
      return;
    }
    const { machine, runner } = this.#options;
    const isIn = this.#subject === machine.subject && gateway.vault.session?.changedAt === choice.session.changedAt;
    if (isIn || this.#absent?.changedAt === choice.session.changedAt) return;
    void this.#endReplaced(gateway, choice.session);
    machine.dispatch([found(this.#enter(gateway, choice.session))], 'background');
    void runner.run('background');
  }

  /** Answers the number under which the machine is to know the session. */
  #enter(gateway: GatewayInUse, session: SignedInSession): number {
    const { machine, runner } = this.#options;
    runner.abort();
    forget(gateway);
    const subject = machine.subject + 1;
    gateway.vault.session = session;
    gateway.vault.credential = gateway.room.credentialOf(session, {
      onRenewed: () => {
        if (this.#subject === subject) void runner.run('background');
      },
      onEnded: () => void this.over(subject).catch((error: unknown) => this.#warn(error)),
    });
    this.#subject = subject;
    this.#turns.tell(undefined);
    return subject;
  }

  #exit(gateway: GatewayInUse, why: NoKeyReason, how: Occasion): void {
    this.#options.runner.abort();
    this.#subject = undefined;
    this.#absent = undefined;
    forget(gateway);
    gateway.vault.receipts.drop();
    this.missing(why, how);
  }

  /** What is in use, or stored and in use elsewhere. */
  #endable({ vault, room }: GatewayInUse): GateCredential | undefined {
    const absent = this.#gateway?.vault === vault ? this.#absent : undefined;
    if (vault.credential !== undefined || absent === undefined) return vault.credential;
    return room.credentialOf(absent, { onRenewed: () => undefined, onEnded: () => undefined });
  }

  /** Ends what was in use, unless its tokens are those of the session that follows it. */
  async #endReplaced(gateway: GatewayInUse, next?: SignedInSession): Promise<void> {
    const credential = this.#endable(gateway);
    const before = gateway.vault.session ?? this.#absent;
    gateway.vault.credential = undefined;
    if (this.#gateway === gateway) this.#absent = undefined;
    if (credential === undefined) return;
    if (isSameSignIn(before, next)) credential.close();
    else await this.#end(credential);
  }

  /** Answers whether the gateway knows that the sign-in is over. */
  async #end(credential: GateCredential): Promise<boolean> {
    const { clock, signal } = this.#options;
    try {
      return await withinTime({ clock, ms: END_TIMEOUT_MS, signal }, () => credential.end(signal));
    } catch (error) {
      this.#warn(error);
      return false;
    } finally {
      credential.close();
    }
  }

  #warn(error: unknown): void {
    if (!this.#options.signal.aborted) this.#options.logger.warn({ error }, 'the sign-in could not be ended');
  }
}

/** Lets go of a session, which stays as it is. */
function forget({ vault }: GatewayInUse): void {
  vault.credential?.close();
  vault.credential = undefined;
  vault.session = undefined;
}

function found(subject: number): GateEvent {
  return { type: 'sessionFound', subject };
}
