import { type Clock, type Identity, type Logger, type Secret, WicketgateError } from '@wicketgate/core';
import type { AccountChange, Accounts, AccountSession } from '../ports/accounts.ts';
import type { Subscription } from '../ports/subscription.ts';
import { identityOf } from '../rules/open.ts';
import { personOf } from '../rules/person.ts';
import type { SignInMethod } from '../words/sign-in-method.ts';
import type { GateCredential } from './gate-credential.ts';
import type { GateMachine } from './gate-machine.ts';
import { Listeners } from './listeners.ts';
import { SerialWork } from './serial-work.ts';
import type { SessionFollower } from './session-follower.ts';
import { withinTime } from './time-limit.ts';

/** Another extension waits for a token no longer than this. Offline it gets the last one, as the account is still there. */
const TOKEN_TIMEOUT_MS = 2_000;

export interface AccountSessionsOptions {
  readonly machine: GateMachine;
  readonly session: SessionFollower;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Resolves once it is known whether the gate is open, or after ten seconds. */
  readonly settled: () => Promise<void>;
  /** Has the person sign in; `without`: what is not offered. */
  readonly signIn: (without: readonly SignInMethod[]) => Promise<void>;
  readonly signOut: () => Promise<void>;
}

/**
 * The sign-in of the gate as an account of the editor: none or one. A key is no account: whoever was given one did not give
 * it to other extensions.
 */
export class AccountSessions implements Accounts, Subscription {
  readonly #options: AccountSessionsOptions;
  readonly #listeners: Listeners<AccountChange>;
  readonly #serial = new SerialWork();
  readonly #following: Subscription;
  #told: AccountSession | undefined;

  constructor(options: AccountSessionsOptions) {
    this.#options = options;
    this.#listeners = new Listeners(options.logger);
    this.#following = options.machine.onDidChange(() => this.#follow());
  }

  async list(scopes: readonly string[] = []): Promise<readonly AccountSession[]> {
    await this.#options.settled();
    const session = await this.#present();
    return session !== undefined && hasAll(session, scopes) ? [session] : [];
  }

  async create(scopes: readonly string[] = []): Promise<AccountSession> {
    const held = () => this.#options.session.gateway?.vault.session;
    const before = held();
    await this.#options.signIn(['key']);
    await this.#options.settled();
    // Whoever turned away did not allow what was there before.
    if (held() === before) throw new WicketgateError('aborted', 'Nobody signed in.');
    const session = await this.#present();
    if (session === undefined) throw new WicketgateError('aborted', 'Nobody signed in.');
    if (hasAll(session, scopes)) return session;
    throw new WicketgateError('forbidden', 'The sign-in does not allow all that was asked for.');
  }

  async remove(id: string): Promise<void> {
    if ((await this.#present())?.id === id) await this.#options.signOut();
  }

  onDidChange(listener: (change: AccountChange) => unknown): Subscription {
    return this.#listeners.add(listener);
  }

  dispose(): void {
    this.#following.dispose();
    this.#listeners.clear();
  }

  #follow(): void {
    void this.#serial.run(async () => {
      const before = this.#told;
      const after = this.#options.machine.state.status === 'checking' ? before : await this.#present();
      this.#told = after;
      const change = changeOf(before, after);
      if (change !== undefined) this.#listeners.tell(change);
    });
  }

  async #present(): Promise<AccountSession | undefined> {
    const identity = identityOf(this.#options.machine.state);
    const credential = this.#options.session.gateway?.vault.credential;
    if (identity?.session == null || credential === undefined || credential.kind === 'key') return undefined;
    const token = await this.#tokenOf(credential);
    return token && sessionOf(identity, identity.session.id, token);
  }

  async #tokenOf(credential: GateCredential): Promise<Secret | undefined> {
    const { machine, clock } = this.#options;
    const last = () => credential.last().catch(() => undefined);
    if (machine.state.status === 'grace') return last();
    return withinTime({ clock, ms: TOKEN_TIMEOUT_MS }, () => credential.credential()).catch(last);
  }
}

function sessionOf(identity: Identity, id: string, token: Secret): AccountSession {
  const account = { id: identity.principal.id, label: personOf(identity) };
  return { id, accessToken: token.reveal(), account, scopes: identity.scopes };
}

function hasAll(session: AccountSession, scopes: readonly string[]): boolean {
  return scopes.every((scope) => session.scopes.includes(scope));
}

function changeOf(before: AccountSession | undefined, after: AccountSession | undefined): AccountChange | undefined {
  if (before?.id === after?.id) {
    const isSame = JSON.stringify(before) === JSON.stringify(after);
    return after === undefined || isSame ? undefined : { added: [], removed: [], changed: [after] };
  }
  return { added: after ? [after] : [], removed: before ? [before] : [], changed: [] };
}
