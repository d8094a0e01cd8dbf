import type { Clock, Refusal, Secret, Verdict } from '@wicketgate/core';
import type { Subscription } from '../ports/subscription.ts';
import type { Occasion } from '../rules/notice.ts';
import type { Choice } from '../rules/session-choice.ts';
import type { SignedInSession } from '../rules/session-record.ts';
import { eventOfVerdict } from '../rules/verdict-event.ts';
import type { GateEvent } from '../words/gate-event.ts';
import type { NoKeyReason } from '../words/gate-state.ts';
import type { CheckRunner, CheckSubject } from './check-runner.ts';
import type { GateMachine } from './gate-machine.ts';
import type { GatewayInUse } from './gateway-in-use.ts';
import { StoreRetry } from './store-retry.ts';

/** A note may be here before the secret that it is about. */
const SECOND_LOOK_MS = 1_000;

export interface SessionFollowerOptions {
  readonly machine: GateMachine;
  readonly runner: CheckRunner;
  readonly clock: Clock;
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

  constructor(options: SessionFollowerOptions) {
    this.#options = options;
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
    const key = vault?.session?.apiKey;
    return checker && key && { subject: this.#options.machine.subject, checker, key };
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
    if (this.#gateway === undefined) return;
    this.#gateway.checker.close();
    this.#gateway.vault.session = undefined;
    this.#gateway = undefined;
  }

  /** Looks which session holds: another window may have changed it. */
  async look(): Promise<void> {
    const gateway = this.#gateway;
    if (gateway !== undefined) this.#apply(gateway, await gateway.vault.store.load());
  }

  /**
   * Keeps a key that was checked already, and goes on with what came of that. Answers false when the person signed out
   * meanwhile, or the gateway changed.
   */
  async adopt(key: Secret, check: MadeCheck): Promise<boolean> {
    const gateway = this.#gateway;
    const epoch = this.#epoch;
    if (gateway === undefined) return false;
    const session = await gateway.vault.store.save(key);
    if (this.#gateway !== gateway || this.#epoch !== epoch || this.#options.signal.aborted) return false;
    const { machine, runner } = this.#options;
    const subject = this.#enter(gateway, session);
    machine.dispatch([found(subject), eventOfVerdict(subject, check.verdict)], 'asked');
    runner.note(check.verdict, check.startedAt);
    gateway.vault.receipts.flush();
    return true;
  }

  /** Forgets the session, here at once. Answers false when the key may still be stored. */
  async signOut(): Promise<boolean> {
    const gateway = this.#gateway;
    this.#epoch++;
    if (gateway === undefined) return true;
    const { vault } = gateway;
    this.#signingOut = true;
    try {
      this.#exit(gateway, 'none', 'asked');
      const gone = await vault.store.clear();
      await vault.receipts.forget();
      return gone;
    } finally {
      this.#signingOut = false;
    }
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
    if (credential === vault.session?.apiKey) void this.#options.runner.run('background');
  }

  #apply(gateway: GatewayInUse, choice: Choice): void {
    if (this.#gateway !== gateway || this.#signingOut || this.#options.signal.aborted) return;
    this.#retry?.begin();
    if (choice.kind !== 'open') {
      // A store that is slow to begin with has lost nothing.
      const isEarly = this.#retry?.isEarly === true && choice.kind === 'lost';
      this.#exit(gateway, isEarly ? 'none' : choice.kind, 'background');
      return;
    }
    const { machine, runner } = this.#options;
    const isIn = this.#subject === machine.subject && gateway.vault.session?.changedAt === choice.session.changedAt;
    if (isIn) return;
    machine.dispatch([found(this.#enter(gateway, choice.session))], 'background');
    void runner.run('background');
  }

  /** Answers the number under which the machine is to know the session. */
  #enter({ vault }: GatewayInUse, session: SignedInSession): number {
    const { machine, runner } = this.#options;
    runner.abort();
    vault.session = session;
    this.#subject = machine.subject + 1;
    return this.#subject;
  }

  #exit({ vault }: GatewayInUse, why: NoKeyReason, how: Occasion): void {
    this.#options.runner.abort();
    this.#subject = undefined;
    vault.session = undefined;
    vault.receipts.drop();
    this.missing(why, how);
  }
}

function found(subject: number): GateEvent {
  return { type: 'sessionFound', subject };
}
