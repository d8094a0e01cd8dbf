import { createGatewayClient, type CredentialSource, type GatewayClient, type Identity } from '@wicketgate/core';
import type { Subscription } from '../ports/subscription.ts';
import { identityOf, isOpen } from '../rules/open.ts';
import type { OfferedAction } from '../words/gate-action.ts';
import type { GateState } from '../words/gate-state.ts';
import { AccountSessions } from './account-sessions.ts';
import { createCurrentHttp } from './current-http.ts';
import { diagnose } from './gate-diagnostics.ts';
import type { StateChange } from './gate-machine.ts';
import { createGateParts, type GateEngineDeps, type GateParts, settingNamesOf } from './gate-parts.ts';
import { guardAction, type GuardedAction } from './guard.ts';
import { keepJournal, stateFacts } from './journal.ts';
import { followOutside } from './outside-events.ts';
import { LONGEST_WAIT_MS, settle } from './settling.ts';
import { withinTime } from './time-limit.ts';

/**
 * A gate without VS Code: follows the session and the gateway, has the key checked, and answers who may pass. No failure of
 * the host or of the network escapes from it.
 */
export class GateEngine {
  /** The gateway's endpoints, called with the key while the gate is open. A 401 has the key checked again. */
  readonly client: GatewayClient;
  /** What is presented to the gateway, for calls elsewhere: undefined unless the gate is open. */
  readonly credential: CredentialSource = {
    credential: async (signal) => this.#credentialIfOpen()?.credential(signal),
    renew: async (refused, signal) => this.#credentialIfOpen()?.renew?.(refused, signal),
  };
  readonly #deps: GateEngineDeps;
  readonly #parts: GateParts;
  readonly #accounts: AccountSessions;
  readonly #ending = new AbortController();
  readonly #subscriptions: Subscription[] = [];
  readonly #ready: Promise<void>;
  #markReady: () => void = () => undefined;
  #started = false;

  constructor(deps: GateEngineDeps) {
    this.#deps = deps;
    this.#ready = new Promise((resolve) => {
      this.#markReady = resolve;
    });
    const diagnostics = () => diagnose(deps, this.#parts);
    const ready = () => this.#known();
    const { signal } = this.#ending;
    const calls = async () => (await this.client.auth.usage({}, { signal })).calls.total;
    this.#parts = createGateParts(deps, { ready, diagnostics, calls, signal });
    const http = createCurrentHttp({
      http: () => this.#parts.session.gateway?.checker.http,
      gave: (credential) => this.#credentialIfOpen()?.gave(credential) === true,
    });
    const { machine, session, conversation, actions } = this.#parts;
    this.#accounts = new AccountSessions({
      ...{ machine, session, clock: deps.clock, logger: deps.logger, settled: () => this.settled() },
      signIn: (without) => conversation.run(without),
      signOut: () => actions.run('signOut'),
    });
    this.client = createGatewayClient({ http, credential: this.credential });
  }

  /** A grace ends by the clock, also when nobody has looked at it since. */
  get state(): GateState {
    return this.#parts.machine.stateAt(this.#deps.clock.now());
  }

  get isOpen(): boolean {
    return isOpen(this.state) && !this.#ending.signal.aborted;
  }

  /** Base URL of the gateway in use; undefined when there is none. */
  get url(): string | undefined {
    return this.#parts.session.gateway?.url;
  }

  /** Begins. Returns at once: whatever waits for the host or the network does so from the next turn on. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    const { machine, count, view } = this.#parts;
    view.start();
    count.start();
    this.#subscriptions.push(keepJournal(machine, this.#deps.logger));
    void this.#begin();
  }

  /** Tells each change of the state. */
  onDidChange(listener: (change: StateChange) => unknown): Subscription {
    return this.#parts.machine.onDidChange(listener);
  }

  /** Does what the command of the action does. Never rejects. */
  run(action: OfferedAction): Promise<void> {
    return this.#ending.signal.aborted ? Promise.resolve() : this.#parts.actions.run(action);
  }

  /** Asks the gateway now, and answers the state that came of it. Never rejects. */
  async check(): Promise<GateState> {
    const { session, runner } = this.#parts;
    await this.#known();
    await this.#attempt('the check failed', async () => {
      await session.look();
      await runner.run('background');
    });
    return this.state;
  }

  /** The sign-in as an account of the editor. */
  get accounts(): AccountSessions {
    return this.#accounts;
  }

  /** Takes up what a browser came back with. Never rejects. */
  async receive(address: URL): Promise<void> {
    await this.#known();
    await this.#attempt('the sign-in of the browser failed', () => this.#parts.conversation.receive(address));
  }

  /** Resolves once it is known whether the gate is open: after ten seconds at most, or when the signal is aborted. */
  settled(signal?: AbortSignal): Promise<void> {
    const ending = AbortSignal.any([this.#ending.signal, ...(signal ? [signal] : [])]);
    return settle({ machine: this.#parts.machine, clock: this.#deps.clock, ready: this.#ready, signal: ending });
  }

  /** Wraps an action so that it runs only while the gate is open. */
  guard<Args extends unknown[], Result>(
    action: GuardedAction<Args, Result>,
  ): (...args: Args) => Promise<Result | undefined> {
    return guardAction(action, {
      admit: () => this.#admit(),
      tellShut: () => {
        if (!this.#ending.signal.aborted) this.#parts.notices.tellShut();
      },
    });
  }

  /** What to send when something does not work. It holds no key. */
  diagnostics(): Promise<string> {
    return Promise.resolve(diagnose(this.#deps, this.#parts));
  }

  /** Ends everything that was begun; what comes later does nothing. A second time does nothing. */
  dispose(): void {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort();
    const { timer, notices, prompter, session, count, view, machine } = this.#parts;
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#accounts.dispose();
    timer.dispose();
    notices.dispose();
    prompter.dispose();
    session.leave();
    count.dispose();
    view.dispose();
    machine.close();
    this.#markReady();
  }

  async #begin(): Promise<void> {
    const { clock, settings, window, logger, options } = this.#deps;
    const { follower, session, legacy, view } = this.#parts;
    const { signal } = this.#ending;
    await this.#attempt('the gate could not begin', async () => {
      await clock.sleep(0, signal);
      const { legacySettings } = options;
      const { url: urlSetting } = settingNamesOf(options.id);
      const outside = { settings, window, follower, session, legacy, logger, urlSetting, legacySettings };
      this.#subscriptions.push(followOutside(outside));
      await follower.follow();
    });
    if (signal.aborted) return;
    view.show();
    logger.info(stateFacts(this.state), 'the gate began');
    this.#markReady();
  }

  /** Whatever hangs, a command goes on after ten seconds. An address that is being changed is waited for. */
  async #known(): Promise<void> {
    const { signal } = this.#ending;
    const limit = { clock: this.#deps.clock, ms: LONGEST_WAIT_MS, signal };
    await withinTime(limit, async () => {
      await this.#ready;
      await this.#parts.follower.follow();
    }).catch(() => undefined);
  }

  async #admit(): Promise<Identity | undefined> {
    await this.settled();
    this.#parts.machine.dispatch([{ type: 'graceEnded', now: this.#deps.clock.now() }], 'background');
    return this.isOpen ? identityOf(this.state) : undefined;
  }

  #credentialIfOpen() {
    return this.isOpen ? this.#parts.session.gateway?.vault.credential : undefined;
  }

  async #attempt(failure: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#ending.signal.aborted) this.#deps.logger.error({ error }, failure);
    }
  }
}
