import type { PublicJwk, RandomBytes } from '@wicketgate/contract';
import type { Clock, Fetch, Logger, Middleware } from '@wicketgate/core';
import type { CommandTokens } from '../ports/command-tokens.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { SecretStore } from '../ports/secret-store.ts';
import type { TokenNotes } from '../ports/token-notes.ts';
import { originOfName, receiptNameOf, type SignedInSession } from '../rules/session-record.ts';
import { CredentialRoom } from './credential-room.ts';
import type { GateCredential } from './gate-credential.ts';
import { KeyChecker } from './key-checker.ts';
import { SecretReceiptStore } from './secret-receipt-store.ts';
import { SessionStore } from './session-store.ts';
import { withinTime } from './time-limit.ts';

/** What a host that hangs may cost. */
const TIMEOUT_MS = 2_000;

/** What is kept for one origin. It outlives a change of the address: whoever comes back finds the session again. */
export class Vault {
  readonly store: SessionStore;
  readonly receipts: SecretReceiptStore;
  /** The session that this window is open for. The same object for as long as it is the same session. */
  session: SignedInSession | undefined;
  /** What that session presents. */
  credential: GateCredential | undefined;

  constructor({ secrets, ledger, clock, logger, place, signal }: VaultOptions) {
    const host = { secrets, clock, logger, signal };
    this.store = new SessionStore({ ...host, ledger, place });
    const holds = () => this.#holds();
    const isKept = () => this.store.storage === 'kept';
    this.receipts = new SecretReceiptStore({ ...host, name: receiptNameOf(place), holds, isKept });
  }

  async #holds(): Promise<boolean> {
    const { session, store } = this;
    return session !== undefined && (await store.confirm(session)) && this.session === session;
  }
}

export interface VaultOptions {
  readonly secrets: SecretStore;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly place: { readonly id: string; readonly account: string; readonly origin: string };
  readonly signal: AbortSignal;
}

/** The gateway that the gate asks, and what is kept for it. */
export interface GatewayInUse {
  /** Base URL without its last slash. */
  readonly url: string;
  readonly origin: string;
  readonly vault: Vault;
  readonly checker: KeyChecker;
  readonly room: CredentialRoom;
}

export interface GatewaysOptions extends Omit<VaultOptions, 'place'> {
  readonly options: {
    readonly id: string;
    readonly account: string;
    readonly brand: string;
    readonly publicKeys: readonly PublicJwk[] | undefined;
    readonly issuer: string | undefined;
    readonly clientId: string | undefined;
  };
  readonly notes: TokenNotes;
  readonly commands: CommandTokens;
  readonly random: RandomBytes;
  readonly fetch: Fetch | undefined;
  readonly installId: () => string;
}

const pass: Middleware = (request, next) => next(request);

/** Makes gateways from addresses, with one vault an origin: the key of one origin is never shown to another. */
export class Gateways {
  readonly #options: GatewaysOptions;
  readonly #vaults = new Map<string, Vault>();

  constructor(options: GatewaysOptions) {
    this.#options = options;
  }

  /** Throws a TypeError for an address or for options that no gateway has. */
  open({ url, origin }: { readonly url: string; readonly origin: string }): GatewayInUse {
    const { options, installId, logger, clock, random, fetch } = this.#options;
    const { brand, publicKeys, issuer } = options;
    const vault = this.#vaultOf(origin);
    const outside = { url, logger, clock, random, fetch };
    const middleware: Middleware = (request, next) => (vault.credential?.middleware ?? pass)(request, next);
    const receipts = { installId: installId(), receipts: vault.receipts, publicKeys, issuer };
    const checker = new KeyChecker({ ...outside, ...receipts, brand, middleware });
    return { url, origin, vault, checker, room: this.#roomOf(url) };
  }

  /** Ends the sign-ins and forgets the keys of all other origins. Answers false when one may still be stored. */
  async forgetOthers(present: string | undefined): Promise<boolean> {
    const { secrets, options, clock, signal, logger } = this.#options;
    try {
      const names = await withinTime({ clock, ms: TIMEOUT_MS, signal }, () => secrets.keys());
      const origins = names.map((name) => originOfName(name, options)).filter((origin) => origin !== undefined);
      const vaults = origins.filter((origin) => origin !== present).map((origin) => this.#vaultOf(origin));
      await Promise.all(vaults.map(({ store }) => this.#endAt(store)));
      const gone = await Promise.all(vaults.map(({ store }) => store.sweep()));
      await Promise.all(vaults.map(({ receipts }) => receipts.forget()));
      return gone.every(Boolean);
    } catch (error) {
      logger.warn({ error }, 'the keys of other gateways could not be looked for');
      return false;
    }
  }

  /** Nobody is kept waiting by a gateway that was in use before, and may be gone. */
  async #endAt(store: SessionStore): Promise<void> {
    const { clock, signal, logger } = this.#options;
    const choice = await store.load();
    if (choice.kind !== 'open' || !('tokensKey' in choice.session)) return;
    const opened = this.#roomOf(choice.session.url).open(choice.session.tokensKey);
    try {
      await withinTime({ clock, ms: TIMEOUT_MS, signal }, async () => opened?.signOut(signal));
    } catch (error) {
      logger.warn({ error }, 'a sign-in at another gateway could not be ended');
    } finally {
      void opened?.close();
    }
  }

  #roomOf(url: string): CredentialRoom {
    const { options, logger, clock, random, fetch, notes, commands } = this.#options;
    const { clientId } = options;
    return new CredentialRoom({ url, clientId, logger, clock, random, fetch, notes, commands });
  }

  #vaultOf(origin: string): Vault {
    const { id, account } = this.#options.options;
    const known = this.#vaults.get(origin);
    if (known !== undefined) return known;
    const made = new Vault({ ...this.#options, place: { id, account, origin } });
    this.#vaults.set(origin, made);
    return made;
  }
}
