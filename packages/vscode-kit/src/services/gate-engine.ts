import {
  createGatewayClient,
  createRedactor,
  type CredentialSource,
  type GatewayClient,
  type Identity,
} from '@wicketgate/core';
import type { Subscription } from '../ports/subscription.ts';
import { formatDiagnostics } from '../rules/diagnostics.ts';
import { identityOf, isOpen } from '../rules/open.ts';
import { statusLine } from '../rules/status-line.ts';
import type { OfferedAction } from '../words/gate-action.ts';
import type { GateState, GateStatus } from '../words/gate-state.ts';
import { createCurrentHttp } from './current-http.ts';
import type { StateChange } from './gate-machine.ts';
import { createGateParts, type GateEngineDeps, type GateParts, settingNamesOf } from './gate-parts.ts';
import { guardAction, type GuardedAction } from './guard.ts';
import { keepJournal, stateFacts } from './journal.ts';
import { withinTime } from './time-limit.ts';

/** How long a guarded action waits for a check. */
const LONGEST_WAIT_MS = 10_000;

/**
 * A gate without VS Code: follows the session and the gateway, has the key checked, and answers who may pass. No failure of
 * the host or of the network escapes from it.
 */
export class GateEngine {
  /** The gateway's endpoints, called with the key while the gate is open. A 401 has the key checked again. */
  readonly client: GatewayClient;
  /** The key, for calls elsewhere: undefined unless the gate is open. */
  readonly credential: CredentialSource = { credential: () => Promise.resolve(this.#keyIfOpen()) };
  readonly #deps: GateEngineDeps;
  readonly #parts: GateParts;
  readonly #ending = new AbortController();
  readonly #subscriptions: Subscription[] = [];
  readonly #ready: Promise<void>;
  #markReady: () => void = () => undefined;
  #started = false;
  #shownStatus: GateStatus | undefined;

  constructor(deps: GateEngineDeps) {
    this.#deps = deps;
    this.#ready = new Promise((resolve) => {
      this.#markReady = resolve;
    });
    const diagnostics = () => this.#formatDiagnostics();
    this.#parts = createGateParts(deps, { ready: this.#ready, diagnostics, signal: this.#ending.signal });
    const http = createCurrentHttp({
      http: () => this.#parts.follower.inUse?.checker.http,
      key: () => this.#keyIfOpen(),
    });
    this.client = createGatewayClient({ http, credential: this.credential });
  }

  get state(): GateState {
    return this.#parts.machine.state;
  }

  get isOpen(): boolean {
    return isOpen(this.#parts.machine.state);
  }

  /** Base URL of the gateway in use; undefined when there is none. */
  get url(): string | undefined {
    return this.#parts.follower.inUse?.url;
  }

  /** Begins. Returns at once: whatever waits for the host or the network does so from the next turn on. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    const { machine, runner } = this.#parts;
    this.#subscriptions.push(
      machine.onDidChange(() => this.#render()),
      keepJournal({ machine, runner, logger: this.#deps.logger }),
    );
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
    await this.#ready;
    await this.#attempt('the check failed', async () => {
      await this.#parts.follower.look();
      await this.#parts.runner.run('background');
    });
    return this.state;
  }

  /** Resolves once it is known whether the gate is open: after ten seconds at most, or when the signal is aborted. */
  async settled(signal?: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    const done = new AbortController();
    const ending = AbortSignal.any([this.#ending.signal, ...(signal ? [signal] : [])]);
    try {
      await withinTime({ clock, ms: LONGEST_WAIT_MS, signal: ending }, () => this.#whenKnown(done.signal));
    } catch {
      // Who asks finds the state as it is.
    } finally {
      done.abort();
    }
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
    return Promise.resolve(this.#formatDiagnostics());
  }

  /** Ends everything that was begun; what comes later does nothing. A second time does nothing. */
  dispose(): void {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort();
    const { timer, notices, prompter, follower, machine } = this.#parts;
    timer.dispose();
    notices.dispose();
    prompter.dispose();
    follower.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
    machine.close();
    this.#markReady();
  }

  async #begin(): Promise<void> {
    const { clock } = this.#deps;
    const { signal } = this.#ending;
    await this.#attempt('the gate could not begin', async () => {
      await clock.sleep(0, signal);
      this.#followSettings();
      await this.#parts.follower.follow();
    });
    if (signal.aborted) return;
    this.#render();
    this.#deps.logger.info(stateFacts(this.state), 'the gate began');
    this.#markReady();
  }

  #followSettings(): void {
    const { settings, options } = this.#deps;
    const { follower, legacy } = this.#parts;
    const { url } = settingNamesOf(options.id);
    this.#subscriptions.push(
      settings.onDidChange(
        [url],
        () => void this.#attempt('the gateway could not be changed', () => follower.follow()),
      ),
    );
    if (options.legacySettings.length === 0) return;
    const migrate = async () => {
      await legacy.migrate(follower.inUse?.vault.store);
      await follower.look();
    };
    this.#subscriptions.push(
      settings.onDidChange(options.legacySettings, () => void this.#attempt('old settings could not be read', migrate)),
    );
  }

  #render(): void {
    const { surface, logger, options, t, formatTime } = this.#deps;
    const { state } = this.#parts.machine;
    try {
      surface.showStatus(statusLine(state, { name: options.name, t, formatTime }));
    } catch (error) {
      logger.error({ error }, 'the status could not be shown');
    }
    if (state.status === this.#shownStatus) return;
    this.#shownStatus = state.status;
    void this.#attempt('the context key could not be set', () => surface.setState(state.status));
  }

  async #whenKnown(signal: AbortSignal): Promise<void> {
    await this.#ready;
    const { machine } = this.#parts;
    if (machine.state.status !== 'checking' || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const subscription = machine.onDidChange(({ after }) => {
        if (after.status !== 'checking') end();
      });
      const end = () => {
        subscription.dispose();
        resolve();
      };
      signal.addEventListener('abort', end, { once: true });
    });
  }

  async #admit(): Promise<Identity | undefined> {
    await this.settled();
    return this.#isOpenNow() ? identityOf(this.state) : undefined;
  }

  #keyIfOpen() {
    return this.#isOpenNow() ? this.#parts.follower.inUse?.vault.session?.apiKey : undefined;
  }

  /** A grace ends by the clock, also when nobody has looked at it since. */
  #isOpenNow(): boolean {
    this.#parts.machine.dispatch([{ type: 'graceEnded', now: this.#deps.clock.now() }], 'background');
    return this.isOpen && !this.#ending.signal.aborted;
  }

  async #attempt(failure: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#ending.signal.aborted) this.#deps.logger.error({ error }, failure);
    }
  }

  #formatDiagnostics(): string {
    const { clock, host, options } = this.#deps;
    const { machine, runner, follower, legacy } = this.#parts;
    const { inUse } = follower;
    const { secret = 0, ledger = 0 } = inUse?.vault.store.signals ?? {};
    const text = formatDiagnostics({
      at: new Date(clock.now()).toISOString(),
      host,
      state: machine.state,
      gateway: {
        origin: inUse?.origin,
        urlFrom: options.url !== undefined ? 'option' : inUse === undefined ? 'nowhere' : 'setting',
      },
      session: { storage: inUse?.vault.store.storage ?? 'unknown', secretSignals: secret, ledgerSignals: ledger },
      checks: runner.history,
      migrated: legacy.facts,
    });
    return String(createRedactor({ brands: [options.brand] })(text));
  }
}
