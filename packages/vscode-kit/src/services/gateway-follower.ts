import type { Clock, Logger, Refusal, Secret, Verdict } from '@wicketgate/core';
import type { Settings } from '../ports/settings.ts';
import type { Subscription } from '../ports/subscription.ts';
import { type GatewayAddress, gatewayAddress } from '../rules/gateway-address.ts';
import type { Choice } from '../rules/session-choice.ts';
import type { SignedInSession } from '../rules/session-record.ts';
import { eventOfVerdict } from '../rules/verdict-event.ts';
import type { GateEvent } from '../words/gate-event.ts';
import type { NoKeyReason } from '../words/gate-state.ts';
import type { CheckRunner, CheckSubject } from './check-runner.ts';
import type { GateMachine } from './gate-machine.ts';
import type { GatewayInUse, Gateways } from './gateway-in-use.ts';
import { SerialWork } from './serial-work.ts';

/** A note may be here before the secret that it is about. */
const SECOND_LOOK_MS = 1_000;

export interface GatewayFollowerOptions {
  readonly gateways: Gateways;
  readonly machine: GateMachine;
  readonly runner: CheckRunner;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The fixed address of the gateway; undefined: the setting says it. */
  readonly url: string | undefined;
  /** Full name of the setting. */
  readonly urlSetting: string;
  /** Runs when a gateway comes into use, or when none can be, before its session is looked at. */
  readonly prepare: (gateway: GatewayInUse | undefined) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Follows the address of the gateway and the session at it, and has the machine know. */
export class GatewayFollower {
  readonly #options: GatewayFollowerOptions;
  readonly #serial = new SerialWork();
  #address: GatewayAddress | undefined;
  #inUse: GatewayInUse | undefined;
  #subscriptions: readonly Subscription[] = [];
  /** The machine's number of the session of the gateway in use. */
  #known: number | undefined;
  /** Grows when the person signs out: what was begun before must not sign in. */
  #epoch = 0;
  #signingOut = false;

  constructor(options: GatewayFollowerOptions) {
    this.#options = options;
  }

  get inUse(): GatewayInUse | undefined {
    return this.#inUse;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** What there is to check. */
  get subject(): CheckSubject | undefined {
    const { checker, vault } = this.#inUse ?? {};
    const key = vault?.session?.apiKey;
    return checker && key && { subject: this.#options.machine.subject, checker, key };
  }

  /** Goes to the address that is set now. */
  follow(): Promise<void> {
    return this.#serial.run(() => this.#follow());
  }

  /** Keeps a key that was checked already, and goes on with what came of that. */
  async adopt(key: Secret, verdict: Verdict): Promise<void> {
    const gateway = this.#inUse;
    if (gateway === undefined) return;
    const epoch = this.#epoch;
    const session = await gateway.vault.store.save(key);
    if (this.#inUse !== gateway || this.#epoch !== epoch || this.#options.signal.aborted) return;
    this.#enter(gateway, session, { verdict });
    gateway.vault.receipts.flush();
  }

  /** Looks again: a session may have been kept by somebody else. */
  async look(): Promise<void> {
    const gateway = this.#inUse;
    if (gateway !== undefined) this.#apply(gateway, await gateway.vault.store.load());
  }

  /** Forgets the session, here at once. Answers false when a later window may find it again. */
  async signOut(): Promise<boolean> {
    const gateway = this.#inUse;
    this.#epoch++;
    if (gateway === undefined) return true;
    const { vault } = gateway;
    this.#signingOut = true;
    try {
      this.#leaveSession(gateway, 'none', { how: 'asked' });
      const gone = await vault.store.clear();
      await vault.receipts.forget();
      return gone;
    } finally {
      this.#signingOut = false;
    }
  }

  dispose(): void {
    this.#leave();
  }

  async #follow(): Promise<void> {
    const { machine, signal } = this.#options;
    const address = this.#readAddress();
    if (signal.aborted || isSame(address, this.#address)) return;
    const isFirst = this.#address === undefined;
    this.#address = address;
    this.#leave();
    if (!address.ok) {
      this.#missing(address.why, { how: 'background' });
      await this.#options.prepare(undefined);
      return;
    }
    // Who was signed in at the old address must not look so while the new one is looked at.
    if (!isFirst) machine.dispatch([{ type: 'sessionFound', subject: machine.subject + 1 }], 'background');
    await this.#use(this.#options.gateways.open(address));
  }

  async #use(gateway: GatewayInUse): Promise<void> {
    const { store } = gateway.vault;
    this.#inUse = gateway;
    await this.#options.prepare(gateway);
    const choice = await store.load();
    if (this.#options.signal.aborted) return;
    const stopListening = gateway.checker.http.onRefusal((refusal) => this.#onRefusal(gateway, refusal));
    this.#subscriptions = [
      store.onDidChange((changed) => void this.#onChange(gateway, changed)),
      { dispose: stopListening },
    ];
    this.#apply(gateway, choice);
  }

  #readAddress(): GatewayAddress {
    const { url, settings, urlSetting, logger } = this.#options;
    try {
      return gatewayAddress(url ?? settings.trusted(urlSetting));
    } catch (error) {
      logger.error({ error }, 'the address of the gateway could not be read');
      return { ok: false, why: 'noUrl' };
    }
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
  #onRefusal(gateway: GatewayInUse, { credential }: Refusal): void {
    if (credential === gateway.vault.session?.apiKey) void this.#options.runner.run('background');
  }

  #apply(gateway: GatewayInUse, choice: Choice): void {
    if (this.#inUse !== gateway || this.#signingOut || this.#options.signal.aborted) return;
    if (choice.kind !== 'open') {
      this.#leaveSession(gateway, choice.kind, { how: 'background' });
      return;
    }
    if (gateway.vault.session?.changedAt === choice.session.changedAt && this.#isKnown()) return;
    this.#enter(gateway, choice.session, {});
  }

  /** Whether the machine already is about the session of the gateway in use. */
  #isKnown(): boolean {
    return this.#known === this.#options.machine.subject;
  }

  #enter(gateway: GatewayInUse, session: SignedInSession, { verdict }: { readonly verdict?: Verdict }): void {
    const { machine, runner, clock } = this.#options;
    runner.abort();
    gateway.vault.session = session;
    const subject = machine.subject + 1;
    this.#known = subject;
    const found: GateEvent = { type: 'sessionFound', subject };
    if (verdict === undefined) {
      machine.dispatch([found], 'background');
      void runner.run('background');
      return;
    }
    machine.dispatch([found, eventOfVerdict(subject, verdict)], 'asked');
    runner.note(verdict, clock.now());
  }

  #leaveSession(gateway: GatewayInUse, why: NoKeyReason, { how }: { readonly how: 'asked' | 'background' }): void {
    this.#options.runner.abort();
    gateway.vault.session = undefined;
    gateway.vault.receipts.drop();
    this.#missing(why, { how });
  }

  #missing(why: NoKeyReason, { how }: { readonly how: 'asked' | 'background' }): void {
    const { machine } = this.#options;
    if (machine.state.status === 'noKey' && machine.state.why === why) return;
    machine.dispatch([{ type: 'sessionMissing', subject: machine.subject + 1, why }], how);
  }

  #leave(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#subscriptions = [];
    this.#options.runner.abort();
    this.#inUse?.checker.close();
    this.#inUse = undefined;
    this.#known = undefined;
  }
}

function isSame(one: GatewayAddress, other: GatewayAddress | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
